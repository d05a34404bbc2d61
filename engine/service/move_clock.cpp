#include "engine/service/move_clock.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

/// Stops on the way; a server with more timers than that fires the rest at the end.
constexpr int stops_max = 100'000;

} // namespace

std::size_t move_clock(service& running, adjustable_clock& time, instant until) {
    std::size_t fired = 0;
    for (int stop = 0; stop < stops_max; ++stop) {
        const auto next = running.next_timer();
        if (!next || *next > until) break;
        if (*next > time.now()) time.set(*next);
        const auto now_fired = running.fire_due_timers();
        fired += now_fired;
        if (now_fired == 0) break;
    }
    if (until > time.now()) time.set(until);
    return fired + running.fire_due_timers();
}

} // namespace sluice::service
