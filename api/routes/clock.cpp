#include "api/routes/clock.hpp"

#include "api/routes/body_values.hpp"

namespace sluice::routes {
namespace {

result<instant> wanted_time(const call& asked, const clock_controls& clock) {
    if (asked.body.contains("now")) return instant_at(asked.body, "now");
    auto later = clock.after(clock.now(), asked.text("advance"));
    if (later.has_error()) later.error().place = "/advance";
    return later;
}

result<http::response> set_clock(const call& asked, const clock_controls& clock) {
    if (!clock.move) return refuse(reason::not_found, {"本服务器的时钟不可调整", "This server's clock cannot be set"});
    if (!asked.caller.has_role_anywhere("admin"))
        return refuse(reason::not_permitted, {"只有管理员可以调整时钟", "Only an administrator can set the clock"});
    const auto wanted = wanted_time(asked, clock);
    if (wanted.has_error()) return wanted.error();
    if (*wanted < clock.now())
        return refuse(reason::invalid_value, {"时钟不能倒拨", "The clock cannot be put back"}, "/now");
    const auto fired = clock.move(*wanted);
    return http::json_response(200, {{"now", to_rfc3339(clock.now())}, {"fired", fired}});
}

} // namespace

void add_clock_routes(endpoints& at, clock_controls clock) {
    at.read("/v1/clock", [clock](const call&) -> result<http::response> {
        return http::json_response(200, {{"now", to_rfc3339(clock.now())}, {"adjustable", clock.move != nullptr}});
    });
    at.act_slowly("/v1/clock", [clock = std::move(clock)](const call& asked) { return set_clock(asked, clock); });
}

} // namespace sluice::routes
