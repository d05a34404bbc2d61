#include "tests/conformance/xstate/random_script.hpp"

#include "tests/conformance/xstate/scripted_run.hpp"

#include <algorithm>

namespace sluice::conformance {

namespace {

constexpr std::size_t draws = 4;

/// Steps after the end, to see that nothing happens any more.
constexpr std::size_t steps_after_end = 2;

/// An event that the descriptor matches.
std::string event_for(const statechart::transition& listening, random_source& chance) {
    static const std::vector<std::string> endings{"", ".x", ".y", ".x.z"};
    if (listening.descriptor == statechart::descriptor_kind::any) return "unheard";
    if (listening.descriptor == statechart::descriptor_kind::exact) return listening.event;
    return listening.event.substr(0, listening.event.size() - 2) + chance.pick(endings);
}

/// Of a few, one that does not end everything where there is such, and then the less tried.
std::size_t least_tried(const statechart::chart& of, const std::vector<std::size_t>& listening, random_source& chance,
                        const std::vector<std::size_t>& tried) {
    const auto cost = [&](std::size_t number) {
        const auto& targets = of.transitions()[number].targets;
        const bool ends = std::any_of(targets.begin(), targets.end(), [&](std::size_t target) {
            return of.states()[target].kind == statechart::state_kind::final && of.states()[target].parent == 0U;
        });
        return std::pair{ends, tried[number]};
    };
    auto chosen = chance.pick(listening);
    for (std::size_t draw = 1; draw < draws; ++draw) {
        const auto other = chance.pick(listening);
        if (cost(other) < cost(chosen)) chosen = other;
    }
    return chosen;
}

std::string random_event(const statechart::chart& of, const statechart::snapshot& now, random_source& chance,
                         std::vector<std::size_t>& tried) {
    const auto listening = statechart::candidates(of, now);
    if (!listening.empty() && chance.chance(85)) {
        const auto chosen = least_tried(of, listening, chance, tried);
        ++tried[chosen];
        return event_for(of.transitions()[chosen], chance);
    }
    const auto& any = chance.pick(of.transitions());
    const bool is_sent = any.descriptor == statechart::descriptor_kind::exact && !any.event.starts_with("done.state.");
    return is_sent ? any.event : "unheard";
}

} // namespace

ordered_json random_script(const statechart::chart& of, const ordered_json& machine, random_source& chance,
                           std::size_t steps_max, std::optional<std::uint32_t> oracle,
                           std::vector<std::size_t>& tried) {
    script_runner running{of, machine, oracle};
    auto script = ordered_json::array();
    bool rested = running.start() && !of.transitions().empty();
    std::size_t after_end = 0;
    while (rested && script.size() < steps_max && after_end <= steps_after_end) {
        const bool waits = running.has_timers_running() ? chance.chance(40) : chance.chance(3);
        auto step = ordered_json::object();
        if (waits) {
            step["wait_ms"] = 500 * chance.between(1, 14);
        } else {
            step["event"] = random_event(of, running.now(), chance, tried);
            step["n"] = chance.below(3);
        }
        rested = running.take(step);
        script.push_back(std::move(step));
        if (running.now().done) ++after_end;
    }
    return script;
}

} // namespace sluice::conformance
