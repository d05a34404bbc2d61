#include "api/routes/mandates.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

#include <algorithm>

namespace sluice::routes {
namespace {

result<service::command> give(const call& asked) {
    const auto from = instant_at(asked.body, "from");
    if (from.has_error()) return from.error();
    const auto until = instant_at(asked.body, "until");
    if (until.has_error()) return until.error();
    service::give_mandate wanted;
    wanted.organisation = asked.in_path("id");
    wanted.agent = asked.text("agent");
    wanted.programmes = names_at(asked.body, "programmes");
    const auto scope = names_at(asked.body, "scope");
    wanted.may_file = std::find(scope.begin(), scope.end(), "file") != scope.end();
    wanted.may_name_payee = asked.body.value("may_name_payee", false);
    wanted.from = *from;
    wanted.until = *until;
    wanted.reference = asked.text("reference");
    wanted.document_sha256 = asked.text("document_sha256");
    return wanted;
}

} // namespace

void add_mandate_routes(endpoints& at, const service::work_queries& work) {
    at.read("/v1/organisations/{id}/mandates", [&work](const call& asked) {
        return answer_page(asked, work.mandates(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.command(http::method::post, "/v1/organisations/{id}/mandates", give);
    at.command(http::method::delete_, "/v1/organisations/{id}/mandates/{mandate}",
               [](const call& asked) -> result<service::command> {
                   return service::revoke_mandate{asked.in_path("id"), asked.in_path("mandate")};
               });
}

} // namespace sluice::routes
