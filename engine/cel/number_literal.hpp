#pragma once

#include "engine/cel/lexer.hpp"
#include "engine/cel/value.hpp"

#include <optional>

namespace sluice::cel {

/// The value of a number token; the sign belongs to it, so that -9223372036854775808 can be written. Nothing when out of
/// range.
std::optional<value> read_number(const token& written, bool negative);

/// Decimal text as a number, whole, with an optional minus (and for doubles a plus); nothing for all else.
std::optional<std::int64_t> parse_integer(std::string_view text);
std::optional<std::uint64_t> parse_unsigned(std::string_view text);
std::optional<double> parse_floating(std::string_view text);

} // namespace sluice::cel
