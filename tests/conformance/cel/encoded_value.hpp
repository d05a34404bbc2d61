#pragma once

#include "engine/cel/value.hpp"

#include <string_view>

namespace sluice::cel::conformance {

/// Reads the suite's one-key encoding of a value, for instance `{"int": "1"}`; throws on anything else.
value decode_value(const json& encoded);

/// Reads a type as the suite writes it: `map(string, int)`.
type decode_type(std::string_view written);

/// Whether the value is the one encoded, of the very same kind; NaN is NaN, and -0 is not 0.
bool is_encoded(const value& got, const json& encoded);

} // namespace sluice::cel::conformance
