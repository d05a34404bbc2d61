#include "api/auth/authenticator.hpp"

#include "api/auth/token.hpp"

#include <algorithm>
#include <optional>

namespace sluice::auth {
namespace {

/// Longer ones are not hashed: no token is.
constexpr std::size_t token_length_max = 512;

/// The token of `Bearer <token>` (RFC 6750 §2.1; the scheme's case does not matter).
std::optional<std::string_view> bearer_token(std::string_view header) {
    constexpr std::string_view scheme = "bearer ";
    if (!http::equal_ignoring_case(header.substr(0, scheme.size()), scheme)) return std::nullopt;
    header.remove_prefix(scheme.size());
    header.remove_prefix(std::min(header.find_first_not_of(' '), header.size()));
    if (header.empty() || header.size() > token_length_max || header.find(' ') != header.npos) return std::nullopt;
    return header;
}

} // namespace

result<service::caller> authenticator::identify(const http::request& asked) const {
    const auto header = asked.headers.one("Authorization");
    if (header.has_error()) return header.error();
    if (!*header) return service::caller{};
    const auto token = bearer_token(**header);
    if (!token)
        return refuse(reason::token_invalid,
                      {"Authorization 须为“Bearer <令牌>”", "Authorization must be “Bearer <token>”"}, "Authorization");
    return find_(digest_of_token(*token));
}

} // namespace sluice::auth
