#include "api/routes/tokens.hpp"

#include "api/auth/token.hpp"
#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

namespace sluice::routes {
namespace {

result<service::command> issue(const call& asked) {
    service::issue_token wanted{asked.text("person"), asked.text("label"), {}, auth::make_token()};
    if (asked.body.contains("expires_at")) {
        const auto expires_at = instant_at(asked.body, "expires_at");
        if (expires_at.has_error()) return expires_at.error();
        wanted.expires_at = *expires_at;
    }
    return wanted;
}

} // namespace

void add_token_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/tokens", [&read](const call& asked) {
        return answer_page(asked, read.tokens(asked.caller, asked.in_query("person").value_or(asked.caller.person)));
    });
    at.command(http::method::post, "/v1/tokens", issue);
    at.command(http::method::delete_, "/v1/tokens/{id}", [](const call& asked) -> result<service::command> {
        return service::revoke_token{asked.in_path("id")};
    });
}

} // namespace sluice::routes
