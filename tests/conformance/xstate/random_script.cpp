#include "tests/conformance/xstate/random_script.hpp"

#include "tests/conformance/xstate/scripted_run.hpp"

namespace sluice::conformance {

namespace {

/// Steps after the end, to see that nothing happens any more.
constexpr std::size_t steps_after_end = 2;

/// An event that the descriptor matches.
std::string event_for(const statechart::transition& listening, random_source& chance) {
    static const std::vector<std::string> endings{"", ".x", ".y", ".x.z"};
    if (listening.descriptor == statechart::descriptor_kind::any) return "unheard";
    if (listening.descriptor == statechart::descriptor_kind::exact) return listening.event;
    return listening.event.substr(0, listening.event.size() - 2) + chance.pick(endings);
}

std::string random_event(const statechart::chart& of, const statechart::snapshot& now, random_source& chance) {
    const auto listening = statechart::candidates(of, now);
    if (!listening.empty() && chance.chance(85)) return event_for(of.transitions()[chance.pick(listening)], chance);
    const auto& any = chance.pick(of.transitions());
    const bool is_sent = any.descriptor == statechart::descriptor_kind::exact && !any.event.starts_with("done.state.");
    return is_sent ? any.event : "unheard";
}

} // namespace

ordered_json random_script(const statechart::chart& of, const ordered_json& machine, random_source& chance,
                           std::size_t steps_max, std::optional<std::uint32_t> oracle) {
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
            step["event"] = random_event(of, running.now(), chance);
            step["n"] = chance.below(3);
        }
        rested = running.take(step);
        script.push_back(std::move(step));
        if (running.now().done) ++after_end;
    }
    return script;
}

} // namespace sluice::conformance
