#pragma once

#include "engine/statechart/interpreter.hpp"

#include <string>
#include <vector>

namespace sluice::conformance {

/// The host of the random charts: guards are `In("x")` or `!In("x")`, and `mark` writes into a trace.
class mark_host final : public statechart::host {
public:
    explicit mark_host(const statechart::chart& of)
        : chart_{of} {}

    result<bool> enabled(const statechart::transition& asked, const statechart::event& by,
                         const statechart::snapshot& now) override;
    result<void> perform(const statechart::action& asked, const statechart::event& by,
                         statechart::raiser& queue) override;

    /// What was marked since the last call.
    std::vector<std::string> take_trace() { return std::exchange(trace_, {}); }

private:
    const statechart::chart& chart_;
    std::vector<std::string> trace_;
};

} // namespace sluice::conformance
