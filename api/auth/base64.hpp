#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace sluice::auth {

/// Base64 with padding (RFC 4648 §4), as digest fields want it.
std::string to_base64(std::span<const std::uint8_t> bytes);

/// Base64 for URLs and file names, without padding (RFC 4648 §5).
std::string to_base64url(std::span<const std::uint8_t> bytes);

} // namespace sluice::auth
