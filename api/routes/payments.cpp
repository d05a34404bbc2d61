#include "api/routes/payments.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

#include <optional>
#include <string_view>

namespace sluice::routes {
namespace {

std::optional<service::payment_step> step_named(std::string_view name) {
    if (name == "prepare") return service::payment_step::prepare;
    if (name == "approve") return service::payment_step::approve;
    if (name == "record") return service::payment_step::record;
    if (name == "send_back") return service::payment_step::send_back;
    return std::nullopt;
}

result<service::command> advance(const call& asked) {
    const auto step = step_named(asked.path["step"]);
    if (!step)
        return refuse(reason::route_not_found, {"步骤须为 prepare、approve、record 或 send_back",
                                                "The steps are prepare, approve, record and send_back"});
    service::advance_payment wanted{asked.in_path("id"), asked.in_path("instalment"), *step, asked.text("note")};
    if (asked.body.contains("amount")) {
        if (*step != service::payment_step::prepare)
            return refuse(reason::invalid_value,
                          {"金额在经办时确定", "How much is paid is settled when the payment is prepared"}, "/amount");
        const auto part = money_at(asked.body, "amount");
        if (part.has_error()) return part.error();
        wanted.part = *part;
    }
    return wanted;
}

} // namespace

void add_payment_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/applications/{id}/payments", [&read](const call& asked) {
        return answer_page(asked, read.payments(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::post, "/v1/applications/{id}/payments/{instalment}/{step}", advance);
}

} // namespace sluice::routes
