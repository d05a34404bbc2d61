#include "api/routes/notifications.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_notification_routes(endpoints& at, const service::notification_queries& told) {
    at.read("/v1/notifications", [&told](const call& asked) {
        return answer_page(
            asked, told.notifications(asked.caller, asked.in_query("unread").value_or("") == "true", asked.paging()));
    });
    at.command(http::method::post, "/v1/notifications/{id}/read", [](const call& asked) -> result<service::command> {
        return service::read_notification{asked.in_path("id")};
    });
    at.read("/v1/applications/{id}/notifications", [&told](const call& asked) {
        return answer_page(asked, told.notifications_about(asked.caller, asked.in_path("id"), asked.paging()));
    });
}

} // namespace sluice::routes
