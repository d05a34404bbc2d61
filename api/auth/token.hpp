#pragma once

#include <string>
#include <string_view>

namespace sluice::auth {

/// What every token begins with, so that scanners find one that has leaked.
inline constexpr std::string_view token_prefix = "sluice_";

/// A new token: the prefix and 32 random bytes in base64url. Throws `std::runtime_error` if the system's generator
/// gives nothing.
std::string make_token();

/// What the server keeps of a token: its SHA-256 in hexadecimal. A token is as random as a key, so that a slow hash
/// would protect nothing.
std::string digest_of_token(std::string_view token);

} // namespace sluice::auth
