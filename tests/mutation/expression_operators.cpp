#include "tests/mutation/operators.hpp"
#include "tests/mutation/places.hpp"

#include <map>

namespace sluice::mutation {
namespace {

constexpr const char* file = "workflow.json";

/// One wrong way of writing a part of an expression.
struct slip {
    const char* way;
    std::string from, to;
};

/// Longer ones first, since the first that fits at a place is taken there.
const std::vector<slip>& slips() {
    static const std::vector<slip> all{
        {"comparison changed", " >= ", " > "},
        {"comparison changed", " <= ", " < "},
        {"comparison changed", " == ", " != "},
        {"comparison changed", " != ", " == "},
        {"comparison changed", " > ", " >= "},
        {"comparison changed", " < ", " <= "},
        {"comparison turned", " >= ", " <= "},
        {"comparison turned", " <= ", " >= "},
        {"comparison turned", " > ", " < "},
        {"comparison turned", " < ", " > "},
        {"arithmetic changed", " + ", " - "},
        {"arithmetic changed", " - ", " + "},
        {"arithmetic changed", " * ", " / "},
        {"arithmetic changed", " / ", " * "},
        {"and for or", " && ", " || "},
        {"and for or", " || ", " && "},
        {"function swapped", "min(", "max("},
        {"function swapped", "max(", "min("},
        {"negation dropped", "!has(", "has("},
        {"negation dropped", "!vars.", "vars."},
        {"negation dropped", "!applicant.", "applicant."},
        {"negation dropped", "!form.", "form."},
        {"negation dropped", "!profile.", "profile."},
        {"name misspelt", "vars.", "vars.x_"},
        {"name misspelt", "form.", "form.x_"},
        {"name misspelt", "profile.", "profile.x_"},
        {"name misspelt", "parameters.", "parameters.x_"},
        {"name misspelt", "event.data.", "event.data.x_"},
        {"name misspelt", "money.", "money.x_"},
        {"name misspelt", "reviews.", "reviews.x_"},
        {"state misspelt", "In('", "In('x_"},
        {"account mistaken", "money.paid", "money.committed"},
        {"account mistaken", "money.due", "money.paid"},
        {"account mistaken", "money.invested", "money.committed"},
        {"account mistaken", "money.committed", "money.paid"},
        {"account mistaken", "money.recovered", "money.due"},
    };
    return all;
}

void slip_in(const original& whole, const expression_place& where, const slip& slipped, mutants& made) {
    for (auto at = where.text.find(slipped.from); at != std::string::npos; at = where.text.find(slipped.from, at + 1)) {
        auto wrong = where.text;
        wrong.replace(at, slipped.from.size(), slipped.to);
        made.push_back({slipped.way, whole.folder, file, where.pointer, wrong, {replace(where.pointer, wrong)}});
    }
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_name(char letter) {
    return is_digit(letter) || (letter >= 'a' && letter <= 'z') || letter == '_';
}

/// Whole numbers outside quotation marks, one more and one less.
void change_constants(const original& whole, const expression_place& where, mutants& made) {
    bool quoted = false;
    for (std::size_t at = 0; at < where.text.size(); ++at) {
        if (where.text[at] == '\'') quoted = !quoted;
        if (quoted || !is_digit(where.text[at]) || (at > 0 && is_name(where.text[at - 1]))) continue;
        auto end = at;
        while (end < where.text.size() && is_digit(where.text[end]))
            ++end;
        const auto number = std::stoll(where.text.substr(at, end - at));
        for (const auto other : {number + 1, number - 1}) {
            auto wrong = where.text;
            wrong.replace(at, end - at, other < 0 ? "(" + std::to_string(other) + ")" : std::to_string(other));
            made.push_back(
                {"constant changed", whole.folder, file, where.pointer, wrong, {replace(where.pointer, wrong)}});
        }
        at = end;
    }
}

/// What is between quotation marks.
void change_strings(const original& whole, const expression_place& where, mutants& made) {
    for (auto open = where.text.find('\''); open != std::string::npos;) {
        const auto close = where.text.find('\'', open + 1);
        if (close == std::string::npos) return;
        auto wrong = where.text;
        wrong.insert(close, "_x");
        made.push_back({"string changed", whole.folder, file, where.pointer, wrong, {replace(where.pointer, wrong)}});
        open = where.text.find('\'', close + 1);
    }
}

std::map<std::string, std::string> types_of(const ordered_json& document, const std::string& prefix) {
    std::map<std::string, std::string> types;
    const auto& section = document.at(prefix == "vars." ? "variables" : "parameters");
    for (const auto& [name, value] : section.items()) {
        const std::string kind = prefix == "vars."   ? value.at("type").get<std::string>()
                                 : value.is_object() ? "money"
                                 : value.is_string() ? "string"
                                 : value.is_number() ? "integer"
                                                     : "table";
        types.emplace(name, kind);
    }
    return types;
}

/// Another variable or parameter of the same type in its place.
void change_names(const original& whole, const expression_place& where, const std::string& prefix, mutants& made) {
    const auto types = types_of(whole.documents.at(file), prefix);
    for (auto at = where.text.find(prefix); at != std::string::npos; at = where.text.find(prefix, at + 1)) {
        auto end = at + prefix.size();
        while (end < where.text.size() && is_name(where.text[end]))
            ++end;
        const auto right = where.text.substr(at + prefix.size(), end - at - prefix.size());
        if (!types.contains(right)) continue;
        for (const auto& [other, type] : types) {
            if (other == right || type != types.at(right)) continue;
            // Nothing else decides about a profile: where the figures are the same, nothing is wrong.
            if (where.pointer.starts_with("/match/") && prefix == "parameters." &&
                whole.documents.at(file).at("parameters").at(other) ==
                    whole.documents.at(file).at("parameters").at(right))
                continue;
            auto wrong = where.text;
            wrong.replace(at + prefix.size(), right.size(), other);
            made.push_back({prefix == "vars." ? "variable mistaken" : "parameter mistaken",
                            whole.folder,
                            file,
                            where.pointer,
                            wrong,
                            {replace(where.pointer, wrong)}});
        }
    }
}

} // namespace

void damage_expressions(const original& whole, mutants& made) {
    const auto all = find_places(whole.documents.at(file));
    for (const auto& where : all.expressions) {
        for (const auto& each : slips())
            slip_in(whole, where, each, made);
        change_constants(whole, where, made);
        change_strings(whole, where, made);
        change_names(whole, where, "vars.", made);
        change_names(whole, where, "parameters.", made);
        made.push_back({"expression broken",
                        whole.folder,
                        file,
                        where.pointer,
                        "a bracket is open",
                        {replace(where.pointer, where.text + " (")}});
        if (last_step(where.pointer) == "that" || last_step(where.pointer) == "guard")
            made.push_back({"expression mistyped",
                            whole.folder,
                            file,
                            where.pointer,
                            "a number instead of yes or no",
                            {replace(where.pointer, "1 + 1")}});
    }
}

} // namespace sluice::mutation
