#include "engine/statechart/export_parts.hpp"

#include "engine/calendar/delay.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace sluice::statechart {

std::optional<std::int64_t> fixed_delay_ms(const timer& of) {
    if (!of.delay.is_string()) return std::nullopt;
    const auto read = calendar::parse_delay(of.delay.get_ref<const std::string&>());
    if (!read || read->counted_in != calendar::delay::kind::exact) return std::nullopt;
    return read->seconds * 1'000;
}

std::string whole_condition(const transition& of, std::vector<std::string> conditions) {
    if (const auto by = of.definition.find("by"); by != of.definition.end() && by->is_array())
        conditions.push_back(by->dump() + ".exists(role, role in actor.roles)");
    if (!of.guard.empty()) conditions.push_back(conditions.empty() ? of.guard : "(" + of.guard + ")");
    return fmt::format("{}", fmt::join(conditions, " && "));
}

bool may_see_timers(const chart& of, std::size_t state) {
    return std::any_of(of.timers().begin(), of.timers().end(), [&](const timer& other) {
        const std::array owner{other.state};
        return of.is_inside_or_same(other.state, state) || of.is_inside_or_same(state, other.state) ||
               of.states()[of.common_ancestor(state, owner)].kind == state_kind::parallel;
    });
}

} // namespace sluice::statechart
