#pragma once

#include "engine/base/json.hpp"

#include <string>

namespace sluice::schema {

/// A text that is the same for equal values only, where 1 and 1.0 are equal, 1 and true are not, and numbers are
/// compared exactly (9007199254740993 is not 9007199254740992.0). Recurses as deep as the value: check that first.
std::string canonical(const json& value);

/// Whether the value is nested more than `depth_max` deep; a scalar is 0 deep.
bool is_deeper_than(const json& value, std::size_t depth_max);

} // namespace sluice::schema
