#pragma once

#include "engine/statechart/chart.hpp"
#include "tests/conformance/xstate/traced_host.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::conformance {

/// What a script did to a chart: after the start and after every step, `{"configuration": […], "context": {…},
/// "done": …, "trace": […]}` with the sorted ids of the innermost active states.
struct scripted_run {
    std::vector<json> observed;

    /// Steps that were taken. Fewer than the script has, when one would not come to rest: our engine refuses such a
    /// step and XState loops or stops at will, so that the comparison ends before it. None: not even the start rests.
    std::optional<std::size_t> steps;
    std::vector<bool> taken; ///< which transitions were, by index
    std::size_t timers_fired = 0;
};

/// One run in our interpreter, step by step. Once the chart is done, its states are left in reverse order, as SCXML's
/// exitInterpreter and XState have it; our engine itself leaves that to its host. Throws `std::logic_error` when a step
/// is refused for another reason than that it would not come to rest.
class script_runner {
public:
    script_runner(const statechart::chart& of, const ordered_json& machine, std::optional<std::uint32_t> oracle);

    /// False when it does not come to rest: nothing may follow.
    bool start();
    bool take(const ordered_json& step);

    const statechart::snapshot& now() const { return now_; }
    bool has_timers_running() const { return host_.has_timers_running(); }
    scripted_run finish() && { return std::move(run_); }

private:
    bool send(const ordered_json& step);
    bool wait(std::int64_t duration_ms);
    bool take_over(const result<statechart::step>& taken);
    void leave_everything();
    void observe();

    const statechart::chart& chart_;
    traced_host host_;
    statechart::snapshot now_;
    scripted_run run_;
};

scripted_run run_script(const statechart::chart& of, const ordered_json& machine, const ordered_json& script,
                        std::optional<std::uint32_t> oracle);

} // namespace sluice::conformance
