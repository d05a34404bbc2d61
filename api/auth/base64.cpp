#include "api/auth/base64.hpp"

#include <openssl/evp.h>

#include <algorithm>

namespace sluice::auth {

std::string to_base64(std::span<const std::uint8_t> bytes) {
    std::string encoded(4 * ((bytes.size() + 2) / 3) + 1, '\0'); // OpenSSL ends it with a zero byte
    const auto length =
        EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()), bytes.data(), static_cast<int>(bytes.size()));
    encoded.resize(static_cast<std::size_t>(length));
    return encoded;
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    auto encoded = to_base64(bytes);
    encoded.erase(std::find(encoded.begin(), encoded.end(), '='), encoded.end());
    std::replace(encoded.begin(), encoded.end(), '+', '-');
    std::replace(encoded.begin(), encoded.end(), '/', '_');
    return encoded;
}

} // namespace sluice::auth
