#pragma once

#include "engine/base/result.hpp"
#include "engine/statechart/chart.hpp"

namespace sluice::statechart {

/// The chart as a machine configuration of XState v5: JSON for `createMachine`. Key order has meaning, as in every
/// definition. With the implementations below the machine takes the same transitions and performs the same actions in
/// the same order; `tests/conformance/xstate` holds both engines to that.
///
/// - Every state has its id, and every target is `#id`. What XState takes for internal and we do not gets `reenter`.
/// - A guard is `{"type": "cel", "params": {"expression", "transition"}}`. Who may act is a part of the expression
///   (`actor.roles`); `transition` is the JSON pointer into the definition. `requires`, payload schemas and titles
///   choose no way and stand under `meta`.
/// - An action is `{"type", "params"}` as in the definition, with `{"cel": …}` inside where a value is computed.
/// - `done.state.x` is called `xstate.done.state.x`. A `*` does not see timers: its guard says so.
/// - `after` is in milliseconds where the delay is literal, fixed and within what `setTimeout` takes (24 days).
///   Otherwise the delay is named by the timer's id, and `meta.delays` of the root says how long it is. **XState takes
///   a named delay to which nobody gives a length for zero: whoever loads the machine has to provide them all.**
///
/// To be given to `createMachine` or `provide`: the guard `cel`, the actions that occur (`raise` and `assign` as
/// XState's own), and the named delays. `tests/conformance/xstate/implementations.mjs` is such a set.
///
/// One difference stays: XState leaves all states when the machine is done, and performs their exit actions; our
/// root keeps its last configuration.
///
/// Refuses with `definition_invalid`, naming every place in `requirements`, what XState cannot say or does otherwise:
/// an `initial` that is not one ordinary child; actions of a history state's default; initial actions of a state that
/// may be entered as a missing region or through a history state (XState skips them there); a descriptor inside a
/// region that also matches the done event handled at or above its parallel state (XState never asks the outer one).
result<ordered_json> to_xstate(const chart& of);

} // namespace sluice::statechart
