#include "api/routes/people.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

namespace sluice::routes {
namespace {

result<service::command> create(const call& asked) {
    return service::create_person{asked.text("name"),
                                  asked.text("email"),
                                  asked.text("organisation"),
                                  role_grants_at(asked.body, "roles"),
                                  asked.body.value("expert", json()),
                                  asked.text("language") == "en" ? language::en : language::zh};
}

result<service::command> change(const call& asked) {
    const auto person = asked.in_path("id");
    return service::change_person{person == "me" ? asked.caller.person : person, asked.body};
}

} // namespace

void add_people_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/people", [&read](const call& asked) {
        return answer_page(asked, read.people(asked.caller, asked.in_query("role"), asked.paging()));
    });
    at.command(http::method::post, "/v1/people", create);
    at.read("/v1/people/{id}", [&read](const call& asked) {
        return answer_resource(asked, read.person(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::patch, "/v1/people/{id}", change);
    at.read("/v1/experts",
            [&read](const call& asked) { return answer_page(asked, read.experts(asked.caller, asked.paging())); });
}

} // namespace sluice::routes
