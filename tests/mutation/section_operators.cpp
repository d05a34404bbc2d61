#include "tests/mutation/operators.hpp"
#include "tests/mutation/places.hpp"

#include "engine/base/fen.hpp"

namespace sluice::mutation {
namespace {

constexpr const char* file = "workflow.json";

void say(const original& whole, mutants& made, const std::string& way, const std::string& pointer,
         const std::string& what, edit change, const std::string& in = file) {
    made.push_back({way, whole.folder, in, pointer, what, {std::move(change)}});
}

/// The parameter itself, or the cells of a table.
void change_parameter(const original& whole, const std::string& pointer, const ordered_json& value, mutants& made) {
    if (value.is_number_integer()) {
        const auto right = value.get<std::int64_t>();
        for (const auto wrong : {right + 1, right - 1, right * 2})
            say(whole, made, "parameter changed", pointer,
                std::to_string(wrong) + " instead of " + std::to_string(right), replace(pointer, wrong));
    }
    if (value.is_object() && value.contains("amount")) {
        const auto right = money_from_json(json::parse(value.dump()), "").value();
        for (const auto wrong : {right.count() + 1, right.count() - 1, right.count() * 2})
            say(whole, made, "parameter changed", pointer, to_yuan(fen{wrong}) + " instead of " + to_yuan(right),
                replace(pointer + "/amount", to_yuan(fen{wrong})));
    }
    if (value.is_array())
        for (std::size_t i = 0; i < value.size(); ++i)
            change_parameter(whole, pointer + "/" + std::to_string(i), value[i], made);
    if (!value.is_string()) return;
    const std::string right = value;
    const auto blank = right.find(' ');
    if (blank == std::string::npos) {
        say(whole, made, "parameter changed", pointer, right + "x", replace(pointer, right + "x"));
        return;
    }
    const auto number = std::stoll(right.substr(0, blank));
    for (const auto wrong : {number + 1, number - 1})
        say(whole, made, "parameter changed", pointer,
            std::to_string(wrong) + right.substr(blank) + " instead of " + right,
            replace(pointer, std::to_string(wrong) + right.substr(blank)));
}

void damage_panel(const original& whole, const std::string& pointer, const ordered_json& panel, mutants& made) {
    for (const auto& [name, value] : panel.items()) {
        const auto place = pointer + "/" + name;
        if (value.is_number_integer())
            for (const auto wrong : {value.get<std::int64_t>() + 1, value.get<std::int64_t>() - 1})
                say(whole, made, "panel changed", place, name + " is " + std::to_string(wrong), replace(place, wrong));
        if (value.is_boolean())
            say(whole, made, "panel changed", place, name + " is turned round", replace(place, !value.get<bool>()));
        if (name == "quorum" || name == "majority")
            for (const char* wrong : {"1/2", "3/4"})
                say(whole, made, "panel changed", place, name + " is " + wrong, replace(place, wrong));
        if (name == "method")
            say(whole, made, "panel changed", place, "the method is the other one",
                replace(place, value == "score" ? "vote" : "score"));
        say(whole, made, "panel rule dropped", place, name + " is not said", remove(place));
    }
}

void damage_rubric(const original& whole, mutants& made) {
    const auto rubric = whole.documents.find("rubric.json");
    if (rubric == whole.documents.end()) return;
    walk(rubric->second, "", [&](const std::string& pointer, const ordered_json& value) {
        const auto name = pointer.empty() ? "" : last_step(pointer);
        if (value.is_number_integer())
            for (const auto wrong : {value.get<std::int64_t>() + 1, value.get<std::int64_t>() - 1})
                say(whole, made, "rubric changed", pointer, name + " is " + std::to_string(wrong),
                    replace(pointer, wrong), "rubric.json");
        if (name == "id")
            say(whole, made, "rubric changed", pointer, "a criterion has another id",
                replace(pointer, value.get<std::string>() + "_x"), "rubric.json");
        if (value.is_object() && value.contains("id"))
            say(whole, made, "rubric changed", pointer, value.at("id").get<std::string>() + " is not asked",
                remove(pointer), "rubric.json");
    });
}

void damage_document(const original& whole, const std::string& name, const ordered_json& document, mutants& made) {
    const auto place = "/documents/" + name;
    say(whole, made, "document removed", place, name + " is not known", remove(place));
    say(whole, made, "document renamed", place, name + " has another name", rename(place, name + "_x"));
    if (document.contains("required_when")) {
        const std::string when = document.at("required_when");
        say(whole, made, "document not required", place, name + " is never required", remove(place + "/required_when"));
        say(whole, made, "document condition changed", place, name + " is always required",
            replace(place + "/required_when", when == "true" ? "false" : "true"));
        if (when != "true")
            say(whole, made, "document condition changed", place, name + " is required when not",
                replace(place + "/required_when", "!(" + when + ")"));
    }
    say(whole, made, "document kind changed", place, name + " is a text file",
        replace(place + "/media_types", {"text/plain"}));
    say(whole, made, "document kind changed", place, name + " may be a text file",
        insert(place + "/media_types/0", "text/html"));
    say(whole, made, "document size changed", place, name + " is tiny", replace(place + "/max_bytes", 1));
}

void damage_allocation(const original& whole, mutants& made) {
    const auto& document = whole.documents.at(file);
    if (!document.contains("allocation")) return;
    const auto change = [&](const char* name, const ordered_json& wrong) {
        const auto place = std::string{"/allocation/"} + name;
        say(whole, made, "allocation changed", place, std::string{name} + " is " + wrong.dump(), replace(place, wrong));
    };
    change("mode", "equal");
    for (const char* state : {"decision", "public_notice", "verification", "nowhere"})
        change("state", state);
    for (const char* claim :
         {"vars.base", "vars.award", "vars.increment", "vars.claim / 2", "vars.claim + 1", "form.nothing"})
        change("claim", claim);
    for (const char* role : {"officer", "applicant", "finance"})
        change("decide", {role});
    change("redistribute", !document.at("allocation").at("redistribute").get<bool>());
    say(whole, made, "allocation changed", "/allocation", "nothing is shared", remove("/allocation"));
}

void damage_spot_checks(const original& whole, mutants& made) {
    const auto& document = whole.documents.at(file);
    if (!document.contains("spot_checks")) return;
    for (const auto& [check, rules] : document.at("spot_checks").items()) {
        const auto base = "/spot_checks/" + pointer_step(check);
        const auto change = [&](const char* name, const ordered_json& wrong) {
            say(whole, made, "spot check changed", base + "/" + name, std::string{name} + " is " + wrong.dump(),
                replace(base + "/" + name, wrong));
        };
        for (const int wrong : {0, 1, 10, 100})
            change("percent", wrong);
        for (const int wrong : {-1, 0, 2})
            change("at_least", wrong);
        for (const char* state : {"audit", "voucher_payment", "settlement_open", "nowhere"})
            change("state", state);
        for (const char* role : {"director", "applicant", "finance"})
            change("decide", {role});
        for (const auto& [name, unused] : rules.items())
            if (name != "title")
                say(whole, made, "spot check changed", base, name + " is not said", remove(base + "/" + name));
        say(whole, made, "spot check changed", base, "nothing is drawn", remove("/spot_checks"));
    }
}

/// Conditions that are not asked, routes that are not there, documents and amounts that are not said.
void damage_match(const original& whole, mutants& made) {
    const auto& document = whole.documents.at(file);
    if (!document.contains("match")) return;
    walk(document.at("match"), "/match", [&](const std::string& pointer, const ordered_json& value) {
        const auto name = last_step(pointer);
        const auto above = pointer.substr(0, pointer.rfind('/'));
        if (value.is_object() && value.contains("that"))
            say(whole, made, "match condition dropped", pointer, value.at("id").get<std::string>() + " is not asked",
                remove(pointer));
        if (last_step(above) == "documents" && !above.empty())
            say(whole, made, "match document dropped", pointer, "a document is not named", remove(pointer));
        if (last_step(above) == "routes")
            say(whole, made, "match route dropped", pointer, name + " is no route", remove(pointer));
        if (name == "amount") say(whole, made, "match amount dropped", pointer, "no amount is said", remove(pointer));
        if (name == "required_when")
            say(whole, made, "match document always needed", pointer, "it is always needed", replace(pointer, "true"));
    });
}

void damage_variables(const original& whole, mutants& made) {
    for (const auto& [name, rules] : whole.documents.at(file).at("variables").items()) {
        const auto place = "/variables/" + name;
        say(whole, made, "variable removed", place, name + " is not declared", remove(place));
        say(whole, made, "variable renamed", place, name + " has another name", rename(place, name + "_x"));
        const std::string right = rules.at("type");
        for (const char* type : {"money", "integer", "boolean", "string"})
            if (type != right)
                say(whole, made, "variable retyped", place, name + " is " + type, replace(place + "/type", type));
        if (right == "integer")
            say(whole, made, "variable begins elsewhere", place, name + " begins at 1", insert(place + "/initial", 1));
        if (right == "boolean")
            say(whole, made, "variable begins elsewhere", place, name + " begins true",
                insert(place + "/initial", true));
        if (right == "money")
            say(whole, made, "variable begins elsewhere", place, name + " begins at 1.00",
                insert(place + "/initial", {{"amount", "1.00"}, {"currency", "CNY"}}));
    }
}

} // namespace

void damage_numbers(const original& whole, mutants& made) {
    const auto& document = whole.documents.at(file);
    for (const auto& [name, value] : document.at("parameters").items()) {
        const auto place = "/parameters/" + name;
        change_parameter(whole, place, value, made);
        say(whole, made, "parameter removed", place, name + " is not declared", remove(place));
        say(whole, made, "parameter renamed", place, name + " has another name", rename(place, name + "_x"));
    }
    if (document.contains("panels"))
        for (const auto& [name, panel] : document.at("panels").items())
            damage_panel(whole, "/panels/" + name, panel, made);
    damage_rubric(whole, made);
}

void damage_sections(const original& whole, mutants& made) {
    const auto& document = whole.documents.at(file);
    damage_variables(whole, made);
    for (const auto& [name, value] : document.at("documents").items())
        damage_document(whole, name, value, made);
    damage_allocation(whole, made);
    damage_spot_checks(whole, made);
    damage_match(whole, made);
    for (const char* section : {"roles", "panels"})
        if (document.contains(section))
            for (const auto& [name, ignored] : document.at(section).items()) {
                const auto place = std::string{"/"} + section + "/" + pointer_step(name);
                say(whole, made, std::string{section} + " entry removed", place, name + " is not declared",
                    remove(place));
                say(whole, made, std::string{section} + " entry renamed", place, name + " has another name",
                    rename(place, name + "_x"));
            }
}

} // namespace sluice::mutation
