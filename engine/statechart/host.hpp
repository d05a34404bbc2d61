#pragma once

#include "engine/base/result.hpp"
#include "engine/statechart/chart.hpp"
#include "engine/statechart/snapshot.hpp"

namespace sluice::statechart {

/// Through this an action puts an event on the internal queue of the running step.
class raiser {
public:
    virtual ~raiser();
    virtual void raise(event raised) = 0;
};

/// What the interpreter asks of its surroundings: expressions and effects. A refusal from any of these refuses the
/// whole step; the host then drops whatever it did for it. Calls come in SCXML's order, from the caller's thread.
class host {
public:
    virtual ~host();

    /// Whether the transition may be taken now: its guard, and whatever else decides. Asked for each transition that
    /// the event matches, including those without a guard, in order until one is enabled.
    virtual result<bool> enabled(const transition& asked, const event& by, const snapshot& now) = 0;

    /// Performs one action. A `raise` with literal parameters never comes here.
    virtual result<void> perform(const action& asked, const event& by, raiser& queue) = 0;

    /// The data of the done event that follows when `reached` is entered. By default `output` as it is written.
    virtual result<json> output(const state& reached, const event& by);

    /// After the entry actions, and after the exit actions. Timers start after the entry and stop before the exit.
    virtual void entered(const state& which);
    virtual void exited(const state& which);
    virtual void timer_started(const timer& which);
    virtual void timer_stopped(const timer& which);
};

} // namespace sluice::statechart
