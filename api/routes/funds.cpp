#include "api/routes/funds.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

namespace sluice::routes {
namespace {

result<service::command> appropriate(const call& asked) {
    const auto amount = money_at(asked.body, "amount");
    if (amount.has_error()) return amount.error();
    return service::appropriate_funds{asked.in_path("id"), *amount, asked.text("note")};
}

} // namespace

void add_fund_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/funds", [&read](const call& asked) { return answer_page(asked, read.funds(asked.caller)); });
    at.read("/v1/funds/{id}", [&read](const call& asked) {
        return answer_resource(asked, read.fund(asked.caller, asked.in_path("id")));
    });
    at.read("/v1/funds/{id}/entries", [&read](const call& asked) {
        return answer_page(asked, read.fund_entries(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.read("/v1/funds/{id}/payments", [&read](const call& asked) {
        return answer_page(asked, read.fund_payments(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.command(http::method::post, "/v1/funds/{id}/appropriations", appropriate);
}

} // namespace sluice::routes
