#pragma once

#include "engine/base/json.hpp"
#include "tests/conformance/xstate/random_source.hpp"

namespace sluice::conformance {

struct machine_options {
    /// Leaves out what SCION does in its own way: timers, which take real time; entry and exit actions other than marks
    /// where regions lie side by side, since it enters them by depth; outputs of final states that differ, since it
    /// gives all of a document the last one's.
    bool plain = false;
};

/// A chart in the language of workflows/README.md. Guards are expressions over `context`, `event.data.n` and `In(…)`
/// that are both CEL and JavaScript; the actions are `mark`, `assign` and `raise`. Made so that it nearly always keeps
/// L1 to L8 and stays within what XState can say (`beyond_xstate`): hierarchy, parallel states, shallow and deep
/// history, final states with output, `onDone`, `always`, `after`, exact, `x.*` and `*` descriptors, alternatives,
/// several targets, `reenter`, actions everywhere. The caller checks and rejects.
ordered_json random_machine(random_source& chance, machine_options wanted = {});

} // namespace sluice::conformance
