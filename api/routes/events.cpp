#include "api/routes/events.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {
namespace {

result<service::command> send(const call& asked) {
    service::send_event wanted{asked.in_path("id"), asked.text("type")};
    if (asked.body.contains("data")) wanted.data = asked.body.at("data");
    wanted.dry_run = asked.in_query("dryRun") == "true";
    return wanted;
}

} // namespace

void add_event_routes(endpoints& at, const service::queries& read) {
    at.command(http::method::post, "/v1/applications/{id}/events", send);
    at.read("/v1/applications/{id}/events", [&read](const call& asked) {
        return answer_page(asked, read.history(asked.caller, asked.in_path("id"), asked.paging()));
    });
}

} // namespace sluice::routes
