#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::cel {

/// RFC 4648, section 4, with padding.
std::string to_base64(std::string_view octets);

/// As above, with or without the padding; nothing for other characters, a length that cannot be, or bits left over.
std::optional<std::string> from_base64(std::string_view written);

} // namespace sluice::cel
