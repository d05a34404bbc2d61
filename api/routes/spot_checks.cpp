#include "api/routes/spot_checks.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {
namespace {

/// Without a tag: what it would be is not what it is.
result<http::response> answer_preview(const result<service::resource>& found) {
    if (found.has_error()) return found.error();
    return http::json_response(200, found->body);
}

} // namespace

void add_spot_check_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/rounds/{id}/spot-checks", [&read](const call& asked) {
        return answer_page(asked, read.spot_checks(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.read_slowly("/v1/rounds/{id}/spot-checks/{check}", [&read](const call& asked) {
        return answer_preview(read.preview_spot_check(asked.caller, asked.in_path("id"), asked.in_path("check")));
    });
    at.command(http::method::post, "/v1/rounds/{id}/spot-checks/{check}",
               [](const call& asked) -> result<service::command> {
                   return service::draw_spot_check{asked.in_path("id"), asked.in_path("check")};
               });
    at.read("/v1/rounds/{id}/spot-checks/{check}/draws/{draw}", [&read](const call& asked) {
        return answer_resource(asked, read.spot_check(asked.caller, asked.in_path("id"), asked.in_path("draw")));
    });
}

} // namespace sluice::routes
