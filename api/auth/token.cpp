#include "api/auth/token.hpp"

#include "api/auth/base64.hpp"
#include "engine/base/digest.hpp"

#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace sluice::auth {

std::string make_token() {
    std::array<std::uint8_t, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error{"the system's random generator gives nothing"};
    return std::string{token_prefix} + to_base64url(bytes);
}

std::string digest_of_token(std::string_view token) {
    return to_hex(sha256(token));
}

} // namespace sluice::auth
