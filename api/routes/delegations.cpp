#include "api/routes/delegations.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

namespace sluice::routes {
namespace {

std::string person_in(const call& asked) {
    const auto person = asked.in_path("id");
    return person == "me" ? asked.caller.person : person;
}

result<service::command> delegate(const call& asked) {
    const auto from = instant_at(asked.body, "from");
    if (from.has_error()) return from.error();
    const auto until = instant_at(asked.body, "until");
    if (until.has_error()) return until.error();
    return service::delegate_roles{
        person_in(asked), asked.text("to"), *from, *until, names_at(asked.body, "programmes"), asked.text("reason")};
}

result<service::command> hand_over(const call& asked) {
    return service::hand_over_cases{person_in(asked), asked.text("to"), asked.text("programme"), asked.text("reason"),
                                    asked.body.value("dry_run", false)};
}

} // namespace

void add_delegation_routes(endpoints& at, const service::work_queries& work) {
    at.read("/v1/people/{id}/delegations", [&work](const call& asked) {
        return answer_page(asked, work.delegations(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.command(http::method::post, "/v1/people/{id}/delegations", delegate);
    at.command(http::method::delete_, "/v1/people/{id}/delegations/{delegation}",
               [](const call& asked) -> result<service::command> {
                   return service::revoke_delegation{person_in(asked), asked.in_path("delegation")};
               });
    at.command(http::method::post, "/v1/people/{id}/hand-over", hand_over);
}

} // namespace sluice::routes
