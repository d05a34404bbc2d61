#include "api/routes/notices.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_notice_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/notices", [&read](const call& asked) {
        return answer_page(asked, read.notices(asked.in_query("programme"), asked.paging()));
    });
    at.read("/v1/notices/{id}",
            [&read](const call& asked) { return answer_resource(asked, read.notice(asked.in_path("id"))); });
    at.command(http::method::post, "/v1/notices/{id}/objections", [](const call& asked) -> result<service::command> {
        return service::raise_objection{asked.in_path("id"), asked.body, "object"};
    });
    at.command(http::method::post, "/v1/notices/{id}/reexaminations",
               [](const call& asked) -> result<service::command> {
                   return service::raise_objection{asked.in_path("id"), asked.body, "request_reexamination"};
               });
}

} // namespace sluice::routes
