#include "api/delivery/webhook_signature.hpp"

#include "api/auth/base64.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>
#include <stdexcept>

namespace sluice::delivery {
namespace {

constexpr std::string_view secret_mark = "whsec_";

std::string key_of(std::string_view secret) {
    const auto key =
        secret.starts_with(secret_mark) ? auth::from_base64(secret.substr(secret_mark.size())) : std::nullopt;
    if (!key || key->empty()) throw std::invalid_argument{"this is no secret of a webhook"};
    return *key;
}

std::string hmac_sha256(const std::string& key, const std::string& content) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    unsigned length = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<const unsigned char*>(content.data()), content.size(), hash.data(), &length) == nullptr)
        throw std::runtime_error{"HMAC-SHA256 failed"};
    return auth::to_base64(std::span<const std::uint8_t>{hash.data(), length});
}

} // namespace

std::string make_webhook_secret() {
    std::array<std::uint8_t, 32> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1)
        throw std::runtime_error{"the system's random generator gives nothing"};
    return std::string{secret_mark} + auth::to_base64(bytes);
}

std::string webhook_signature(const std::vector<std::string>& secrets, std::string_view id, instant at,
                              std::string_view body) {
    std::string signatures;
    const auto content = std::string{id} + "." + webhook_timestamp(at) + "." + std::string{body};
    for (const auto& each : secrets)
        signatures += (signatures.empty() ? "v1," : " v1,") + hmac_sha256(key_of(each), content);
    return signatures;
}

std::string webhook_timestamp(instant at) {
    return std::to_string(at.milliseconds / 1'000);
}

} // namespace sluice::delivery
