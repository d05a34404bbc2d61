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

std::string to_base64(std::string_view bytes) {
    return to_base64(std::span{reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
}

std::optional<std::string> from_base64(std::string_view written) {
    if (written.size() % 4 != 0) return std::nullopt;
    std::string bytes(written.size() / 4 * 3, '\0');
    const auto length =
        EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                        reinterpret_cast<const unsigned char*>(written.data()), static_cast<int>(written.size()));
    if (length < 0) return std::nullopt;
    // OpenSSL gives the bytes that the padding stands for, too.
    const auto padding = written.size() - std::min(written.size(), written.find_last_not_of('=') + 1);
    if (padding > 2) return std::nullopt;
    bytes.resize(static_cast<std::size_t>(length) - padding);
    if (to_base64(bytes) != written) return std::nullopt;
    return bytes;
}

std::string to_base64url(std::span<const std::uint8_t> bytes) {
    auto encoded = to_base64(bytes);
    encoded.erase(std::find(encoded.begin(), encoded.end(), '='), encoded.end());
    std::replace(encoded.begin(), encoded.end(), '+', '-');
    std::replace(encoded.begin(), encoded.end(), '/', '_');
    return encoded;
}

} // namespace sluice::auth
