#include "api/routes/messages.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_message_routes(endpoints& at, const service::work_queries& work) {
    at.read("/v1/applications/{id}/messages", [&work](const call& asked) {
        return answer_page(asked, work.messages(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.command(http::method::post, "/v1/applications/{id}/messages", [](const call& asked) -> result<service::command> {
        return service::write_message{asked.in_path("id"), asked.text("text"),
                                      asked.body.value("reply_to", std::int64_t{0})};
    });
    at.command(http::method::post, "/v1/applications/{id}/messages/read",
               [](const call& asked) -> result<service::command> {
                   return service::mark_messages_read{asked.in_path("id"), asked.body.at("through")};
               });
}

} // namespace sluice::routes
