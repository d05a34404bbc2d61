#pragma once

#include "engine/base/result.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z. Nothing in the engine reads a clock: instants come in
/// as arguments.
struct instant {
    std::int64_t milliseconds = 0;

    friend constexpr auto operator<=>(instant, instant) = default;
};

/// Local time is a fixed offset from UTC: China has one zone and no summer time.
inline constexpr std::chrono::hours local_offset{8};

/// A calendar day in local time.
using date = std::chrono::sys_days;

/// RFC 3339 with local offset, milliseconds only where there are any: `2026-03-02T09:30:00+08:00`.
std::string to_rfc3339(instant when);

/// Reads RFC 3339 with any offset; fractions beyond milliseconds are cut off; years 1970 to 9999.
result<instant> parse_rfc3339(std::string_view written);

/// The local day on which the instant falls.
date local_date(instant when);

/// 00:00 local time of the day.
instant start_of(date day);

/// `2026-03-02`, and back.
std::string to_iso(date day);
result<date> parse_iso_date(std::string_view written);

} // namespace sluice
