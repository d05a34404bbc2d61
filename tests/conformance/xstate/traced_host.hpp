#pragma once

#include "tests/conformance/statechart/cel_host.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::conformance {

/// How long a timer takes in these runs: what is written, or seconds made of its id where that needs a calendar.
std::int64_t delay_ms(const statechart::timer& of);

/// FNV-1a over salt, step and transition: what an oracle says to a guard. The other engine's side computes the same.
bool oracle_says(std::uint32_t salt, std::size_t step, const std::string& transition_pointer);

/// A host that writes a trace and keeps a virtual clock. Without an oracle, guards and parameters are CEL, `mark`
/// writes into the trace and `assign` changes the context. With one, whatever has a guard or `by` is decided by it, and
/// every action is written into the trace with its parameters.
class traced_host final : public statechart::host {
public:
    traced_host(const statechart::chart& of, json context, std::optional<std::uint32_t> oracle);

    result<bool> enabled(const statechart::transition& asked, const statechart::event& by,
                         const statechart::snapshot& now) override;
    result<void> perform(const statechart::action& asked, const statechart::event& by,
                         statechart::raiser& queue) override;
    result<json> output(const statechart::state& reached, const statechart::event& by) override;
    void timer_started(const statechart::timer& which) override;
    void timer_stopped(const statechart::timer& which) override;

    void begin_step(std::size_t number) { step_ = number; }
    std::vector<std::string> take_trace() { return std::exchange(trace_, {}); }
    const json& context() const { return cel_.context(); }
    std::int64_t clock_ms() const { return clock_ms_; }

    bool has_timers_running() const { return !running_.empty(); }

    /// The id of the timer that is due first by then, with the clock moved to its time; else the clock moves on.
    std::optional<std::string> next_due(std::int64_t until_ms);

private:
    struct running_timer {
        std::int64_t due_ms;
        std::size_t index;
    };

    const statechart::chart& chart_;
    cel_host cel_;
    std::optional<std::uint32_t> oracle_;
    std::size_t step_ = 0;
    std::int64_t clock_ms_ = 0;
    std::vector<running_timer> running_; ///< in the order of their starts
    std::vector<std::string> trace_;
};

} // namespace sluice::conformance
