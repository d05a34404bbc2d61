#include "api/routes/rounds.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

namespace sluice::routes {
namespace {

result<service::command> open(const call& asked) {
    const auto opens_at = instant_at(asked.body, "opens_at");
    if (opens_at.has_error()) return opens_at.error();
    const auto closes_at = instant_at(asked.body, "closes_at");
    if (closes_at.has_error()) return closes_at.error();
    const auto budget = money_at(asked.body, "budget");
    if (budget.has_error()) return budget.error();
    service::open_round wanted{asked.in_path("id"),
                               texts_at(asked.body, "title"),
                               asked.body.at("year").get<int>(),
                               *opens_at,
                               *closes_at,
                               *budget,
                               {}};
    const json parts = asked.body.value("budgets", json::object());
    for (const auto& [name, unused] : parts.items()) {
        const auto amount = money_at(parts, name);
        if (amount.has_error()) return amount.error();
        wanted.parts.emplace(name, *amount);
    }
    return wanted;
}

} // namespace

void add_round_routes(endpoints& at, const service::queries& read, const service::money_queries& money) {
    at.read("/v1/programmes/{id}/rounds", [&read](const call& asked) {
        return answer_page(asked, read.rounds(asked.in_path("id"), asked.paging()));
    });
    at.command(http::method::post, "/v1/programmes/{id}/rounds", open);
    at.read("/v1/rounds/{id}",
            [&read](const call& asked) { return answer_resource(asked, read.round(asked.in_path("id"))); });
    at.command(http::method::patch, "/v1/rounds/{id}", [](const call& asked) -> result<service::command> {
        return service::change_round{asked.in_path("id"), asked.body};
    });
    at.read("/v1/rounds/{id}/budget", [&money](const call& asked) {
        return answer_resource(asked, money.round_budget(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::post, "/v1/rounds/{id}/carry-over", [](const call& asked) -> result<service::command> {
        return service::carry_over{asked.in_path("id"), asked.text("to")};
    });
}

} // namespace sluice::routes
