#pragma once

#include "engine/base/refusal.hpp"
#include "engine/statechart/chart.hpp"

#include <vector>

namespace sluice::statechart {

/// What of a chart XState v5 cannot say, or runs otherwise than SCXML, in document order. Empty: it runs the same.
std::vector<unmet_requirement> beyond_xstate(const chart& of);

/// What SCXML's schema has no place for: a region of a parallel state that is itself final, and ids that are no XML
/// names (letters, digits, "_", "-" and ".", a letter or "_" first; letters of any script).
std::vector<unmet_requirement> beyond_scxml(const chart& of);

} // namespace sluice::statechart
