#include "tests/conformance/xstate/traced_host.hpp"

#include "engine/statechart/export_parts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::conformance {

namespace {

std::uint32_t fnv1a(std::string_view bytes) {
    std::uint32_t hash = 2'166'136'261U;
    for (const char byte : bytes)
        hash = (hash ^ static_cast<unsigned char>(byte)) * 16'777'619U;
    return hash;
}

} // namespace

std::int64_t delay_ms(const statechart::timer& of) {
    return statechart::fixed_delay_ms(of).value_or(1'000 * (1 + fnv1a(of.id) % 9));
}

bool oracle_says(std::uint32_t salt, std::size_t step, const std::string& transition_pointer) {
    return (fnv1a(fmt::format("{}/{}{}", salt, step, transition_pointer)) >> 16U) % 2 == 0;
}

traced_host::traced_host(const statechart::chart& of, json context, std::optional<std::uint32_t> oracle)
    : chart_{of}
    , cel_{of, std::move(context)}
    , oracle_{oracle} {}

result<bool> traced_host::enabled(const statechart::transition& asked, const statechart::event& by,
                                  const statechart::snapshot& now) {
    if (!oracle_) return cel_.enabled(asked, by, now);
    if (asked.guard.empty() && !asked.definition.contains("by")) return true;
    return oracle_says(*oracle_, step_, asked.pointer);
}

result<void> traced_host::perform(const statechart::action& asked, const statechart::event& by,
                                  statechart::raiser& queue) {
    if (oracle_ && asked.type != "raise") {
        trace_.push_back(asked.type + (asked.params.is_null() ? "" : " " + asked.params.dump()));
        return {};
    }
    if (asked.type != "mark") return cel_.perform(asked, by, queue);
    trace_.push_back(asked.params["m"].get<std::string>());
    return {};
}

result<json> traced_host::output(const statechart::state& reached, const statechart::event& by) {
    return oracle_ ? host::output(reached, by) : cel_.output(reached, by);
}

void traced_host::timer_started(const statechart::timer& which) {
    running_.push_back({clock_ms_ + delay_ms(which), which.index});
}

void traced_host::timer_stopped(const statechart::timer& which) {
    running_.erase(std::remove_if(running_.begin(), running_.end(),
                                  [&](const running_timer& each) { return each.index == which.index; }),
                   running_.end());
}

std::optional<std::string> traced_host::next_due(std::int64_t until_ms) {
    const auto first =
        std::min_element(running_.begin(), running_.end(), [](const running_timer& left, const running_timer& right) {
            return left.due_ms < right.due_ms;
        });
    if (first == running_.end() || first->due_ms > until_ms) {
        clock_ms_ = until_ms;
        return std::nullopt;
    }
    clock_ms_ = first->due_ms;
    const auto index = first->index;
    running_.erase(first);
    return chart_.timers()[index].id;
}

} // namespace sluice::conformance
