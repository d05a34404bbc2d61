#pragma once

#include "engine/cel/expression.hpp"

#include <string>
#include <string_view>

namespace sluice::cel {

/// What an expression without variables gives, as JSON; or, after "error: ", the English words of its refusal.
inline std::string evaluated(std::string_view source, const environment& known, const activation& bound) {
    const auto compiled = expression::compile(source, known);
    if (!compiled) return "compile error: " + compiled.error().explanation.en;
    const auto got = compiled->evaluate(bound);
    return got ? got->to_json().dump() : "error: " + got.error().explanation.en;
}

inline std::string evaluated(std::string_view source) {
    const environment known;
    return evaluated(source, known, activation{known});
}

/// The form of a small fund: `form.route`, `form.amount`, …
inline type form_type() {
    object_type member{"member", {{"name", type::string(), false}, {"age", type::integer(), true}}};
    object_type form{"form",
                     {{"route", type::string(), false},
                      {"amount", type::integer(), false},
                      {"intensity", type::floating(), false},
                      {"submitted_at", type::timestamp(), false},
                      {"certificate", type::string(), true},
                      {"members", type::list(type::object(std::make_shared<object_type>(std::move(member)))), false},
                      {"rates", type::list(type::floating()), true}}};
    return type::object(std::make_shared<object_type>(std::move(form)));
}

inline environment form_environment() {
    environment known;
    known.declare("form", form_type()).declare("vars", type::map(type::string(), type::dynamic()));
    return known;
}

} // namespace sluice::cel
