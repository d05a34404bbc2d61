#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::auth {

/// Base64 with padding (RFC 4648 §4), as digest fields want it.
std::string to_base64(std::span<const std::uint8_t> bytes);
std::string to_base64(std::string_view bytes);

/// The bytes of what `to_base64` wrote; nothing for anything else.
std::optional<std::string> from_base64(std::string_view written);

/// Base64 for URLs and file names, without padding (RFC 4648 §5).
std::string to_base64url(std::span<const std::uint8_t> bytes);

} // namespace sluice::auth
