#include "tests/mutation/operators.hpp"
#include "tests/mutation/places.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::mutation {
namespace {

constexpr const char* file = "workflow.json";

bool moves_money(const std::string& type) {
    static const std::set<std::string> kinds{"reserve", "commit", "release", "payment_due", "receive", "write_off"};
    return kinds.contains(type);
}

std::string class_of(const std::string& type) {
    if (moves_money(type)) return "money action";
    if (type == "notify" || type == "assign") return type;
    return "other action";
}

/// The variables of one type, apart from one.
std::vector<std::string> alike(const original& whole, const std::string& name) {
    std::vector<std::string> found;
    const auto& variables = whole.documents.at(file).at("variables");
    if (!variables.contains(name)) return found;
    for (const auto& [other, rules] : variables.items())
        if (other != name && rules.at("type") == variables.at(name).at("type")) found.push_back(other);
    return found;
}

void swap_kind(const original& whole, const action_place& where, mutants& made) {
    static const std::map<std::string, std::vector<std::string>> others{
        {"reserve", {"commit", "release"}}, {"commit", {"reserve", "release"}}, {"release", {"commit"}},
        {"receive", {"write_off"}},         {"write_off", {"release"}},
    };
    const auto found = others.find(where.type);
    if (found == others.end()) return;
    for (const auto& other : found->second)
        made.push_back({"money action swapped",
                        whole.folder,
                        file,
                        where.pointer,
                        where.type + " became " + other,
                        {replace(where.pointer + "/type", other)}});
}

void change_amount(const original& whole, const action_place& where, mutants& made) {
    const auto place = where.pointer + "/params/amount";
    const auto change = [&](const std::string& expression) {
        made.push_back({"amount changed",
                        whole.folder,
                        file,
                        where.pointer,
                        where.type + " moves " + expression,
                        {replace(place, {{"cel", expression}})}});
    };
    if (!where.value->contains("params")) {
        if (where.type == "commit" || where.type == "release")
            for (const char* expression : {"money.reserved / 2", "money.reserved - 1", "0"})
                made.push_back({"amount changed",
                                whole.folder,
                                file,
                                where.pointer,
                                where.type + " moves " + expression + " instead of all",
                                {insert(where.pointer + "/params", {{"amount", {{"cel", expression}}}})}});
        return;
    }
    const auto amount = where.value->at("params").find("amount");
    if (amount == where.value->at("params").end() || !amount->is_object() || !amount->contains("cel")) return;
    const std::string right = amount->at("cel");
    change("(" + right + ") + 1");
    change("(" + right + ") / 2");
    change("0");
    change("10000");
    for (const char* other : {"vars.award", "form.requested_amount", "vars.claim", "money.paid"})
        if (right != other) change(other);
    made.push_back(
        {"amount dropped", whole.folder, file, where.pointer, where.type + " has no amount", {remove(place)}});
}

void change_assignment(const original& whole, const action_place& where, mutants& made) {
    for (const auto& [variable, value] : where.value->at("params").items()) {
        const auto place = where.pointer + "/params/" + variable;
        const auto say = [&](const char* way, const std::string& what, edit change) {
            made.push_back({way, whole.folder, file, place, what, {std::move(change)}});
        };
        if (where.value->at("params").size() > 1)
            say("assignment dropped", variable + " is not assigned", remove(place));
        if (const auto others = alike(whole, variable); !others.empty())
            say("assigned to another", others.front() + " is assigned instead of " + variable,
                rename(place, others.front()));
        say("assigned to nothing", variable + "_x is assigned", rename(place, variable + "_x"));
        if (value.is_boolean())
            say("literal changed", variable + " is assigned the opposite", replace(place, !value.get<bool>()));
        if (value.is_number_integer())
            say("literal changed", variable + " is assigned one more", replace(place, value.get<std::int64_t>() + 1));
    }
}

void change_other_parameters(const original& whole, const action_place& where, mutants& made) {
    static const std::map<std::string, std::vector<std::string>> choices{
        {"kind", {"recovery", "surplus", "principal", "gain"}},
        {"result", {"confirmed", "upheld", "ended"}},
        {"to", {"applicant", "officer", "director", "finance", "reviewers"}},
        {"panel", {"expert", "committee"}},
        {"as", {"applicant", "director", "officer"}},
    };
    static const std::vector<std::string> settlements{"dismissed", "upheld", "settled"};
    for (const auto& [name, value] : where.value->at("params").items()) {
        const auto place = where.pointer + "/params/" + name;
        if (value.is_array())
            for (std::size_t i = 0; i < value.size(); ++i)
                if (value[i].is_string())
                    made.push_back({"action parameter shortened",
                                    whole.folder,
                                    file,
                                    place,
                                    where.type + "." + name + " lacks " + value[i].get<std::string>(),
                                    {remove(place + "/" + std::to_string(i))}});
        if (!value.is_string()) continue;
        const std::string right = value;
        const auto say = [&](const char* way, const std::string& wrong) {
            made.push_back({way,
                            whole.folder,
                            file,
                            place,
                            where.type + "." + name + " is " + wrong + " instead of " + right,
                            {replace(place, wrong)}});
        };
        const bool settles = where.type == "answer_objection" && name == "result";
        if (settles)
            for (const auto& other : settlements)
                if (other != right) say("action parameter changed", other);
        if (const auto known = choices.find(name); known != choices.end() && !settles)
            for (const auto& other : known->second)
                if (other != right) say(name == "to" ? "told to another" : "action parameter changed", other);
        if (name == "instalment" || name == "notice" || name == "obligation" || name == "document")
            say("action parameter changed", right + "_x");
    }
}

/// What a message shows between its braces is another value.
void change_message(const original& whole, const action_place& where, mutants& made) {
    for (const char* language : {"zh", "en"}) {
        const auto& params = where.value->at("params");
        if (!params.contains("message")) return;
        const std::string words = params.at("message").at(language);
        const auto open = words.find("{{ "), close = words.find(" }}");
        if (open == std::string::npos || close == std::string::npos) continue;
        const auto place = where.pointer + "/params/message/" + language;
        for (const char* other : {"application.id", "application.nothing"})
            made.push_back({"message changed",
                            whole.folder,
                            file,
                            place,
                            std::string{"the message names "} + other,
                            {replace(place, words.substr(0, open + 3) + other + words.substr(close))}});
    }
}

} // namespace

void damage_actions(const original& whole, mutants& made) {
    const auto all = find_places(whole.documents.at(file));
    for (const auto& where : all.actions) {
        const auto kind = class_of(where.type);
        made.push_back(
            {kind + " dropped", whole.folder, file, where.pointer, where.type + " is gone", {remove(where.pointer)}});
        made.push_back({kind + " doubled",
                        whole.folder,
                        file,
                        where.pointer,
                        where.type + " is done twice",
                        {insert(where.pointer, *where.value)}});
        made.push_back({"action renamed",
                        whole.folder,
                        file,
                        where.pointer,
                        where.type + "_x is no action",
                        {replace(where.pointer + "/type", where.type + "_x")}});
        swap_kind(whole, where, made);
        if (moves_money(where.type)) change_amount(whole, where, made);
        if (!where.value->contains("params")) continue;
        if (where.type == "assign")
            change_assignment(whole, where, made);
        else
            change_other_parameters(whole, where, made);
        if (where.type == "notify") change_message(whole, where, made);
    }
}

} // namespace sluice::mutation
