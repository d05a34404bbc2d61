#pragma once

#include "engine/cel/syntax.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace sluice::cel {

/// How a macro is written: `range.name(variables, parts)`.
struct macro {
    std::string_view name;
    comprehension_kind kind;
    std::size_t variables; ///< one, or two for position (or key) and element
    std::size_t parts;     ///< expressions behind the variables
};

/// The macro of that name with so many arguments, if it is one.
std::optional<macro> macro_named(std::string_view name, std::size_t arguments);

/// `cel.bind(name, value, expression)`.
inline constexpr macro bind_macro{"bind", comprehension_kind::bind, 1, 2};

} // namespace sluice::cel
