#pragma once

#include "engine/base/text.hpp"
#include "engine/statechart/chart.hpp"

#include <string>
#include <vector>

namespace sluice::statechart {

/// One rule that a definition breaks, and where.
struct finding {
    std::string rule;    ///< "L1" … "L8"
    std::string pointer; ///< JSON pointer of the transition or state
    text sentence;
};

/// The publish-time rules of this engine: what engines disagree on, or people misread.
///
/// L1 an event handled inside a region and also at or above its parallel state (descriptors that overlap count)
/// L2 a transition whose domain, the innermost state around source and targets, is a parallel state
/// L3 a history state targeted from its own parent or from inside it
/// L4 `always` inside a region
/// L5 two regions that leave their parallel state on the same event, named by the same descriptor; not where both
///    regions are single states, for there every engine takes the first in document order
/// L8 a state's key that looks like an integer, which JavaScript engines would move to the front
///
/// A chart that breaks none means the same in every engine. Findings come in document order of the state concerned.
std::vector<finding> check_rules(const chart& of);

} // namespace sluice::statechart
