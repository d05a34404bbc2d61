#pragma once

#include "engine/base/result.hpp"
#include "engine/statechart/chart.hpp"

#include <string>

namespace sluice::statechart {

/// The namespace of what the export adds to SCXML.
inline constexpr const char* scxml_extension_namespace = "urn:sluice:workflow:1";

/// The chart as W3C SCXML 1.0, `datamodel="cel"`: `cond`, `expr` and `delayexpr` are CEL with `event.type` and
/// `event.data` for SCXML's `_event.name` and `_event.data`, and `In("id")`. An interpreter that knows that data model
/// takes the same transitions and performs the same actions in the same order.
///
/// - Our choices are written out: within a state transitions stand in the order in which they are asked (exact, then
///   `x.*`, then `*`); SCXML's `submit` also means `submit.late`, so where the chart hears such events the condition
///   says which is meant (an event that nothing in the chart hears, below a name that it has, is taken nevertheless);
///   `*` does not see timers; `type="internal"` where nothing is left but the inside.
/// - A timer is `<send event="after.STATE.N" delay…>` on entry and `<cancel>` on exit. A delay that no clock alone can
///   tell ("7 working days", an expression) is `delayexpr`.
/// - `raise` is `<raise>`, or `<send target="#_internal">` where it carries data. Every other action is
///   `<sluice:action type="…">` with a `<sluice:parameter name="…">` each: `expr`, or `json` for what holds expressions
///   inside. Titles, roles and tags are `sluice:title-zh`, `sluice:title-en`, `sluice:by` and `sluice:tags`. Payload
///   schemas and `requires` choose no way and are left out.
/// - Where the root itself acts, listens or is parallel, it becomes a state, and the end a final state beside it.
///
/// Refuses with `definition_invalid`, naming every place in `requirements`, what `beyond_scxml` finds.
result<std::string> to_scxml(const chart& of);

} // namespace sluice::statechart
