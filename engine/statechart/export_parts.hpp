#pragma once

#include "engine/statechart/chart.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::statechart {

/// The milliseconds of a delay that is written out and always equally long: hours, minutes and seconds. None for days
/// and longer, whose ends depend on the calendar, and for expressions.
std::optional<std::int64_t> fixed_delay_ms(const timer& of);

/// When the transition may be taken, as one CEL expression: the conditions given, then who may act (`by`, against
/// `actor.roles`), then the guard. Empty: always.
std::string whole_condition(const transition& of, std::vector<std::string> conditions = {});

/// Whether some timer may run while the state is active.
bool may_see_timers(const chart& of, std::size_t state);

} // namespace sluice::statechart
