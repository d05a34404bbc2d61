#include "tests/conformance/xstate/scripted_run.hpp"

#include <set>
#include <stdexcept>

namespace sluice::conformance {

namespace {

/// Timers that fire within one wait at most.
constexpr std::size_t firings_max = 200;

/// After the end nobody takes events any more.
class nobody final : public statechart::raiser {
public:
    void raise(statechart::event) override {}
};

} // namespace

script_runner::script_runner(const statechart::chart& of, const ordered_json& machine,
                             std::optional<std::uint32_t> oracle)
    : chart_{of}
    , host_{of, json::parse(machine.value("context", ordered_json::object()).dump()), oracle} {
    run_.taken.resize(of.transitions().size(), false);
}

bool script_runner::start() {
    host_.begin_step(0);
    if (!take_over(statechart::start(chart_, host_))) return false;
    observe();
    run_.steps = 0;
    return true;
}

bool script_runner::take(const ordered_json& step) {
    host_.begin_step(*run_.steps + 1);
    const bool rested = step.contains("wait_ms") ? wait(step["wait_ms"].get<std::int64_t>()) : send(step);
    if (!rested) return false;
    observe();
    ++*run_.steps;
    return true;
}

bool script_runner::send(const ordered_json& step) {
    const json data = json::object({{"n", step.value("n", 0)}});
    return take_over(statechart::send(chart_, now_, {step["event"].get<std::string>(), data}, host_));
}

bool script_runner::wait(std::int64_t duration_ms) {
    const auto until = host_.clock_ms() + duration_ms;
    for (std::size_t fired = 0; fired < firings_max; ++fired) {
        const auto due = now_.done ? std::nullopt : host_.next_due(until);
        if (!due) return true;
        ++run_.timers_fired;
        if (!take_over(statechart::fire(chart_, now_, *due, host_))) return false;
    }
    return false;
}

bool script_runner::take_over(const result<statechart::step>& taken) {
    if (!taken) {
        if (taken.error().reason == reason::cost_exceeded) return false;
        throw std::logic_error{"a step was refused: " + taken.error().explanation.en + " at " + taken.error().place};
    }
    for (const auto number : taken->taken)
        run_.taken[number] = true;
    const bool ends = taken->after.done && !now_.done;
    now_ = taken->after;
    if (ends) leave_everything();
    return true;
}

void script_runner::leave_everything() {
    nobody hears;
    for (auto at = now_.configuration.rbegin(); at != now_.configuration.rend(); ++at) {
        for (const auto& asked : chart_.states()[*at].exit) {
            if (!asked.raised) host_.perform(asked, {}, hears).value();
        }
    }
}

void script_runner::observe() {
    std::set<std::string> active;
    for (const auto index : statechart::active_leaves(chart_, now_))
        active.insert(chart_.states()[index].id);
    run_.observed.push_back(
        {{"configuration", active}, {"context", host_.context()}, {"trace", host_.take_trace()}, {"done", now_.done}});
}

scripted_run run_script(const statechart::chart& of, const ordered_json& machine, const ordered_json& script,
                        std::optional<std::uint32_t> oracle) {
    script_runner running{of, machine, oracle};
    bool rested = running.start();
    for (std::size_t number = 0; rested && number < script.size(); ++number)
        rested = running.take(script[number]);
    return std::move(running).finish();
}

} // namespace sluice::conformance
