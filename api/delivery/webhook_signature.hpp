#pragma once

#include "engine/base/instant.hpp"

#include <string>
#include <string_view>
#include <vector>

/// Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks, version 1.0.0), symmetric signatures.
namespace sluice::delivery {

/// `whsec_` and 32 random bytes in base64. Throws `std::runtime_error` if the system gives no randomness.
std::string make_webhook_secret();

/// The value of `webhook-signature`: `v1,` and the base64 of HMAC-SHA256 over `id.seconds.body`, once for each secret,
/// the newest first. Throws `std::invalid_argument` for a secret that `make_webhook_secret` cannot have made.
std::string webhook_signature(const std::vector<std::string>& secrets, std::string_view id, instant at,
                              std::string_view body);

/// The value of `webhook-timestamp`: seconds since 1970.
std::string webhook_timestamp(instant at);

} // namespace sluice::delivery
