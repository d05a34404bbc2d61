#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::schema {

/// Punycode (RFC 3492), without the prefix `xn--`. Nothing for what overflows or holds no such text.
std::optional<std::string> to_punycode(std::u32string_view label);
std::optional<std::u32string> from_punycode(std::string_view written);

} // namespace sluice::schema
