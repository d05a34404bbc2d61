#include "api/routes/funds.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

#include <charconv>
#include <optional>

namespace sluice::routes {
namespace {

result<service::command> appropriate(const call& asked) {
    const auto amount = money_at(asked.body, "amount");
    if (amount.has_error()) return amount.error();
    return service::appropriate_funds{asked.in_path("id"), *amount, asked.text("note")};
}

result<std::optional<instant>> time_in_query(const call& asked, const char* name) {
    const auto written = asked.in_query(name);
    if (!written) return std::optional<instant>{};
    const auto when = parse_rfc3339(*written);
    if (when.has_error()) return refuse(reason::invalid_value, when.error().explanation, name);
    return std::optional{*when};
}

result<http::response> balances(const call& asked, const service::money_queries& money) {
    const auto at = time_in_query(asked, "at"), from = time_in_query(asked, "from"), to = time_in_query(asked, "to");
    for (const auto* each : {&at, &from, &to})
        if (each->has_error()) return each->error();
    return answer_resource(asked, money.fund(asked.caller, asked.in_path("id"), *at, {*from, *to}));
}

/// A year of four digits: the contract has seen to it where it stands in a body, not in a path.
result<http::response> year_end(const call& asked, const service::money_queries& money) {
    const auto written = asked.path["year"];
    int year = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), year);
    if (error != std::errc{} || end != written.data() + written.size() || written.size() != 4 || year < 1970)
        return refuse(reason::not_found, {"没有这个年度", "There is no such year"});
    return answer_resource(asked, money.year_end(asked.caller, asked.in_path("id"), year));
}

} // namespace

void add_fund_routes(endpoints& at, const service::money_queries& money) {
    at.read("/v1/funds", [&money](const call& asked) { return answer_page(asked, money.funds(asked.caller)); });
    at.read("/v1/funds/{id}", [&money](const call& asked) { return balances(asked, money); });
    at.read("/v1/funds/{id}/entries", [&money](const call& asked) {
        const service::entry_filter filter{asked.in_query("account").value_or("")};
        return answer_page(asked, money.fund_entries(asked.caller, asked.in_path("id"), filter, asked.paging()));
    });
    at.read("/v1/funds/{id}/payments", [&money](const call& asked) {
        return answer_page(asked, money.fund_payments(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.command(http::method::post, "/v1/funds/{id}/appropriations", appropriate);
    at.read("/v1/funds/{id}/year-ends/{year}", [&money](const call& asked) { return year_end(asked, money); });
    at.command(http::method::post, "/v1/funds/{id}/year-ends", [](const call& asked) -> result<service::command> {
        return service::close_year{asked.in_path("id"), asked.body.at("year").get<int>()};
    });
    at.read_slowly("/v1/funds/{id}/reconciliation", [&money](const call& asked) {
        return answer_resource(asked, money.reconciliation(asked.caller, asked.in_path("id")));
    });
}

} // namespace sluice::routes
