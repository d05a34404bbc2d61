#include "api/routes/allocation.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

namespace sluice::routes {
namespace {

result<http::response> try_out(const call& asked, const service::money_queries& money) {
    service::allocation_trial wanted;
    if (asked.body.contains("pool")) {
        const auto pool = money_at(asked.body, "pool");
        if (pool.has_error()) return pool.error();
        wanted.pool = *pool;
    }
    wanted.parameters = asked.body.value("parameters", json::object());
    wanted.leave_out = asked.body.value("leave_out", std::vector<std::string>{});
    const auto tried = money.try_allocation(asked.caller, asked.in_path("id"), wanted);
    if (tried.has_error()) return tried.error();
    return http::json_response(200, tried->body);
}

/// Without a tag: what it would be is not what it is.
result<http::response> answer_preview(const result<service::resource>& found) {
    if (found.has_error()) return found.error();
    return http::json_response(200, found->body);
}

} // namespace

void add_allocation_routes(endpoints& at, const service::money_queries& money) {
    at.read_slowly("/v1/rounds/{id}/allocation", [&money](const call& asked) {
        return answer_preview(money.allocation(asked.caller, asked.in_path("id")));
    });
    at.command(http::method::post, "/v1/rounds/{id}/allocation", [](const call& asked) -> result<service::command> {
        return service::decide_allocation{asked.in_path("id")};
    });
    at.act_slowly("/v1/rounds/{id}/allocation/trials", [&money](const call& asked) { return try_out(asked, money); });
    at.read_slowly("/v1/rounds/{id}/allocation/rerun", [&money](const call& asked) {
        return answer_preview(money.allocation_rerun(asked.caller, asked.in_path("id")));
    });
    at.command(
        http::method::post, "/v1/rounds/{id}/allocation/rerun",
        [](const call& asked) -> result<service::command> { return service::rerun_allocation{asked.in_path("id")}; });
}

} // namespace sluice::routes
