#pragma once

#include "api/http/message.hpp"
#include "engine/base/result.hpp"
#include "engine/service/caller.hpp"

#include <functional>
#include <string>

namespace sluice::auth {

/// Finds the holder of a token by the token's digest, or refuses with `token_invalid`; `queries::authenticate`.
using token_lookup = std::function<result<service::caller>(const std::string& token_digest)>;

/// Turns the `Authorization` header into a caller. Asks for every request anew: a token that is revoked stops working
/// with the next one. Thread-safe if the look-up is.
class authenticator {
public:
    explicit authenticator(token_lookup find)
        : find_{std::move(find)} {}

    /// The public when there is no header. Refuses with `token_invalid` what is not `Bearer` and a token that nobody
    /// holds, with `malformed_request` a double header.
    result<service::caller> identify(const http::request& asked) const;

private:
    token_lookup find_;
};

} // namespace sluice::auth
