#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/service.hpp"

namespace sluice::service {

/// Sets an adjustable clock forward to `until`, stopping at every timer that falls due on the way, so that each fires
/// at its own time and what it starts counts from there. Returns how many fired. An earlier `until` changes nothing.
std::size_t move_clock(service&, adjustable_clock&, instant until);

} // namespace sluice::service
