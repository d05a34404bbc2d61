#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "tests/simulation/chance.hpp"

#include <functional>
#include <string>

namespace sluice::simulation {

/// How a property is to be filled in, where the schema alone would not tell; null: as the schema says. A hint is one of
/// `{"value": …}`, `{"pick": […]}`, `{"probability": 0.9}` (of true), `{"days": [-5, 0]}` (a date around today),
/// `{"digits": 11}` (kept secret), `{"name": true}` (a person's), `{"from": "/variables/surplus"}` (of the application
/// as its caller sees it; with `"minus": [pointer …]` and `"times": [0.5, 1]` for money).
using hint_finder = std::function<const json*(const std::string& property)>;

struct sample_context {
    const json& root; ///< the document in which `#/…` points
    const json& application;
    instant now;
    hint_finder hint;
    std::function<void(const std::string&)> keep_secret; ///< told of every personal number that was made up
};

/// A value that the schema takes, as far as its types, bounds and lists go.
json sample(const json& schema, const sample_context&, chance&);

/// The value that the hint asks for; null when what it points at is not there.
json from_hint(const json& hint, const sample_context&, chance&);

std::string digits(std::size_t count, chance&);
std::string name_of_person(chance&);

} // namespace sluice::simulation
