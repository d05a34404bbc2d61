#pragma once

#include "engine/cel/type.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cel {

/// What a name may mean within a container, nearest first: in `a.b`, `x` is `a.b.x`, `a.x`, `x`.
std::vector<std::string> candidates(std::string_view container, std::string_view name);

/// The type that a word denotes in an expression: `int`, `list`, `google.protobuf.Timestamp`.
std::optional<type> type_named(std::string_view name);

} // namespace sluice::cel
