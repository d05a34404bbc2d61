#include "api/routes/organisations.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_organisation_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/organisations", [&read](const call& asked) {
        return answer_page(asked, read.organisations(asked.caller, asked.paging()));
    });
    at.command(http::method::post, "/v1/organisations", [](const call& asked) -> result<service::command> {
        return service::create_organisation{asked.text("name"), asked.text("code"), asked.text("override_reason")};
    });
    at.read("/v1/organisations/{id}", [&read](const call& asked) {
        return answer_resource(asked, read.organisation(asked.caller, asked.in_path("id")));
    });
}

} // namespace sluice::routes
