#include "api/routes/objections.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_objection_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/objections/{receipt}",
            [&read](const call& asked) { return answer_resource(asked, read.objection(asked.in_path("receipt"))); });
    at.command(http::method::post, "/v1/objections/{receipt}/reexaminations",
               [](const call& asked) -> result<service::command> {
                   return service::request_reexamination{asked.in_path("receipt"), asked.body};
               });
    at.read("/v1/applications/{id}/objections", [&read](const call& asked) {
        return answer_page(asked, read.objections(asked.caller, asked.in_path("id")));
    });
    at.command(
        http::method::post, "/v1/applications/{id}/objections/{objection}/disclosures",
        [](const call& asked) -> result<service::command> {
            return service::disclose_objector{asked.in_path("id"), asked.in_path("objection"), asked.text("reason")};
        });
}

} // namespace sluice::routes
