#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/result.hpp"

#include <cstddef>
#include <functional>
#include <string_view>

namespace sluice::routes {

/// What the clock's routes need.
struct clock_controls {
    std::function<instant()> now;
    /// Sets the clock forward and fires the timers that fall due on the way; how many. Empty: it cannot be set, and
    /// nobody learns more.
    std::function<std::size_t(instant)> move;
    /// When a delay such as "7 working days" that starts at the instant is over.
    std::function<result<instant>(instant, std::string_view delay)> after;
};

/// `/v1/clock`: the server's time. Only a server for training and tests lets an administrator set it, and forward only.
void add_clock_routes(endpoints&, clock_controls);

} // namespace sluice::routes
