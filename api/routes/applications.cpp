#include "api/routes/applications.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {
namespace {

service::application_filter filter_of(const call& asked) {
    service::application_filter wanted{asked.in_query("programme"), asked.in_query("state"), asked.in_query("round"),
                                       asked.in_query("organisation")};
    if (const auto sort = asked.in_query("sort")) wanted.sort = *sort;
    return wanted;
}

result<service::command> create(const call& asked) {
    service::create_application wanted{asked.text("programme"), asked.text("round"), asked.text("organisation")};
    if (asked.body.contains("form")) wanted.form = asked.body.at("form");
    return wanted;
}

} // namespace

void add_application_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/applications", [&read](const call& asked) {
        return answer_page(asked, read.applications(asked.caller, filter_of(asked), asked.paging()));
    });
    at.command(http::method::post, "/v1/applications", create);
    at.read("/v1/applications/{id}", [&read](const call& asked) {
        return answer_resource(asked, read.application(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::patch, "/v1/applications/{id}", [](const call& asked) -> result<service::command> {
        return service::amend_application{asked.in_path("id"), asked.body.at("form")};
    });
    at.read("/v1/applications/{id}/overlaps", [&read](const call& asked) {
        return answer_resource(asked, read.overlaps(asked.caller, asked.in_path("id")));
    });
    at.read("/v1/applications/{id}/actions", [&read](const call& asked) {
        return answer_resource(asked, read.actions(asked.caller, asked.in_path("id")));
    });
}

} // namespace sluice::routes
