#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace sluice {

/// 32 bytes, as SHA-256 and SM3 both give.
using digest = std::array<std::uint8_t, 32>;

/// SHA-256 (FIPS 180-4), through OpenSSL.
digest sha256(std::string_view bytes);

/// SM3 (GB/T 32905-2016), through OpenSSL.
digest sm3(std::string_view bytes);

/// Lower-case hexadecimal, and back; `digest_from_hex` throws `std::invalid_argument` on anything but 64 digits.
std::string to_hex(std::span<const std::uint8_t> bytes);
digest digest_from_hex(std::string_view hex);

/// Compares in a time that does not depend on where the two differ.
bool equal_in_constant_time(std::string_view left, std::string_view right);

} // namespace sluice
