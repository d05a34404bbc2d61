#pragma once

#include "engine/base/json.hpp"

#include <string>

namespace sluice::schema {

/// A text that is the same for equal values only, where 1 and 1.0 are equal, 1 and true are not, and numbers are
/// compared exactly (9007199254740993 is not 9007199254740992.0). Recurses as deep as the value: check that first.
///
/// Takes what the work costs off `steps_left`; when that reaches 0 the text is cut short and means nothing.
std::string canonical(const json& value, std::size_t& steps_left);

/// Without a bound, for values that are in a schema.
std::string canonical(const json& value);

/// Whether the value is nested more than `depth_max` deep; a scalar is 0 deep.
bool is_deeper_than(const json& value, std::size_t depth_max);

} // namespace sluice::schema
