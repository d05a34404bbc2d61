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
    std::function<void(instant)> set;        ///< empty: the clock cannot be set, and nobody learns more
    std::function<std::size_t()> fire;       ///< fires the timers that are due, and says how many
    /// When a delay such as "7 working days" that starts at the instant is over.
    std::function<result<instant>(instant, std::string_view delay)> after;
};

/// `/v1/clock`: the server's time. Only a server for training and tests lets an administrator set it, and forward only.
void add_clock_routes(endpoints&, clock_controls);

} // namespace sluice::routes
