#pragma once

#include "engine/base/result.hpp"
#include "engine/statechart/host.hpp"
#include "engine/statechart/snapshot.hpp"

#include <string_view>
#include <vector>

namespace sluice::statechart {

/// A step takes at most so many rounds of transitions and raised events before it counts as endless.
inline constexpr std::size_t microsteps_max = 1'000;
inline constexpr std::size_t raised_events_max = 1'000;

struct step {
    snapshot after;
    std::vector<std::size_t> taken; ///< transition indices, in the order in which they were taken
    bool accepted = false;          ///< whether the given event (not one it led to) enabled a transition
};

/// SCXML 1.0, Appendix D, with the choices listed in README.md of this folder. Each of these runs one whole macrostep:
/// the event, then eventless transitions and the internal queue until nothing is left. Pure: the snapshot that comes in
/// is not changed.
///
/// Refuses as the host refuses, or with `cost_exceeded` past the bounds above; then nothing of the step counts.
/// A chart that is done accepts nothing, and nothing happens.
result<step> start(const chart& of, host& runs, const event& initial = {});
result<step> send(const chart& of, const snapshot& now, const event& sent, host& runs);

/// A timer's event reaches that timer's own transition and no other, not even `*`. Refuses with `event_unknown` for a
/// timer that the chart does not have, and `event_not_possible` when its state is not active.
result<step> fire(const chart& of, const snapshot& now, std::string_view timer_id, host& runs);

/// Every event transition at hand in the configuration, without asking guards: inner states first, the more specific
/// descriptor first, each once. `always`, `onDone` and timers are not among them.
std::vector<std::size_t> candidates(const chart& of, const snapshot& now);

} // namespace sluice::statechart
