#include "engine/base/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <memory>
#include <stdexcept>

namespace sluice {
namespace {

digest hash(const EVP_MD* algorithm, std::string_view bytes) {
    digest out{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), out.data(), &length, algorithm, nullptr) != 1 || length != out.size())
        throw std::runtime_error("OpenSSL does not offer the digest");
    return out;
}

int nibble(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    throw std::invalid_argument("not lower-case hexadecimal");
}

} // namespace

digest sha256(std::string_view bytes) {
    // Fetching an algorithm takes longer than hashing a short record: keep it.
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return hash(algorithm, bytes);
}

digest sm3(std::string_view bytes) {
    static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SM3", nullptr);
    return hash(algorithm, bytes);
}

std::string to_hex(std::span<const std::uint8_t> bytes) {
    static constexpr char symbols[] = "0123456789abcdef";
    std::string hex(bytes.size() * 2, '0');
    char* next = hex.data();
    for (const auto byte : bytes) {
        *next++ = symbols[byte >> 4];
        *next++ = symbols[byte & 15];
    }
    return hex;
}

digest digest_from_hex(std::string_view hex) {
    digest out{};
    if (hex.size() != out.size() * 2) throw std::invalid_argument("a digest has 64 hexadecimal digits");
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<std::uint8_t>(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    return out;
}

bool equal_in_constant_time(std::string_view left, std::string_view right) {
    return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

} // namespace sluice
