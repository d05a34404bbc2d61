#include "engine/service/terms.hpp"

#include <fmt/format.h>

namespace sluice::service {
namespace {

constexpr std::int64_t year_milliseconds = 366LL * 24 * 60 * 60 * 1000;

instant at(const json& body, const char* name) {
    return instant{body.at(name).get<std::int64_t>()};
}

} // namespace

result<void> check_term(instant from, instant until, instant now, int years_max) {
    if (until <= from)
        return refuse(reason::invalid_value, {"期限的结束须晚于开始", "A term ends after it begins"}, "/until");
    if (until <= now) return refuse(reason::invalid_value, {"期限已过", "The term is over already"}, "/until");
    if (until.milliseconds - from.milliseconds > years_max * year_milliseconds)
        return refuse(reason::invalid_value,
                      {fmt::format("期限最长 {} 年", years_max), fmt::format("A term has at most {} years", years_max)},
                      "/until");
    return {};
}

bool is_in_force(const json& body, instant now) {
    return body.at("revoked_at").is_null() && at(body, "from") <= now && now < at(body, "until");
}

bool is_over(const json& body, instant now) {
    return !body.at("revoked_at").is_null() || at(body, "until") <= now;
}

std::string_view status_of_term(const json& body, instant now) {
    if (!body.at("revoked_at").is_null()) return "revoked";
    if (now < at(body, "from")) return "pending";
    return now < at(body, "until") ? "in_force" : "ended";
}

} // namespace sluice::service
