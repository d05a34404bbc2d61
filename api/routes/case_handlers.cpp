#include "api/routes/case_handlers.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {
namespace {

result<service::command> set_handler(const call& asked) {
    const auto& person = asked.body.at("person");
    service::set_handler wanted{asked.in_path("id"), "", asked.text("reason")};
    if (person.is_string()) wanted.person = person == "me" ? asked.caller.person : person.get<std::string>();
    return wanted;
}

} // namespace

void add_case_handler_routes(endpoints& at, const service::work_queries& work) {
    at.read("/v1/applications/{id}/handler", [&work](const call& asked) {
        return answer_resource(asked, work.handler(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::post, "/v1/applications/{id}/handler", set_handler);
}

} // namespace sluice::routes
