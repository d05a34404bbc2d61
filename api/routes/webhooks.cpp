#include "api/routes/webhooks.hpp"

#include "api/delivery/webhook_signature.hpp"
#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_webhook_routes(endpoints& at, const service::notification_queries& told) {
    at.read("/v1/webhooks", [&told](const call& asked) { return answer_page(asked, told.webhooks(asked.caller)); });
    at.command(http::method::post, "/v1/webhooks", [](const call& asked) -> result<service::command> {
        return service::add_webhook{asked.text("url"), asked.text("description"), asked.body.at("programmes"),
                                    delivery::make_webhook_secret()};
    });
    at.read("/v1/webhooks/{id}", [&told](const call& asked) {
        return answer_resource(asked, told.webhook(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::delete_, "/v1/webhooks/{id}", [](const call& asked) -> result<service::command> {
        return service::remove_webhook{asked.in_path("id")};
    });
    at.command(http::method::post, "/v1/webhooks/{id}/secrets", [](const call& asked) -> result<service::command> {
        return service::renew_webhook_secret{asked.in_path("id"), delivery::make_webhook_secret()};
    });
    at.command(http::method::post, "/v1/webhooks/{id}/tests", [](const call& asked) -> result<service::command> {
        return service::test_webhook{asked.in_path("id")};
    });
    at.read("/v1/deliveries", [&told](const call& asked) {
        return answer_page(asked,
                           told.deliveries(asked.caller, asked.in_query("webhook").value_or(""), asked.paging()));
    });
    at.command(http::method::post, "/v1/deliveries/{id}/retries", [](const call& asked) -> result<service::command> {
        return service::retry_delivery{asked.in_path("id")};
    });
}

} // namespace sluice::routes
