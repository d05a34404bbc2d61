#pragma once

#include "engine/base/json.hpp"

#include <string_view>

namespace sluice {

/// Reads JSON that this program has written itself, for instance what it keeps in its store: the same value as
/// `json::parse` gives, in a fraction of the time, and without the checks that `parse_json` makes of what comes from
/// outside. Throws `std::invalid_argument` for anything that is no JSON.
json parse_canonical(std::string_view written);

} // namespace sluice
