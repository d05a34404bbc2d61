#pragma once

#include "engine/base/instant.hpp"

#include <chrono>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::cel {

/// A length of time, normalised so that 0 <= nanoseconds < 1,000,000,000; -0.5 s is {-1, 500'000'000}.
struct duration {
    std::int64_t seconds = 0;
    std::int32_t nanoseconds = 0;

    friend constexpr auto operator<=>(const duration&, const duration&) = default;
};

/// A point in time since 1970-01-01T00:00:00Z, normalised like a duration.
struct timestamp {
    std::int64_t seconds = 0;
    std::int32_t nanoseconds = 0;

    friend constexpr auto operator<=>(const timestamp&, const timestamp&) = default;
};

/// Durations fit 64 bits of nanoseconds, as in the reference: about 292 years either way.
inline constexpr duration duration_max{9'223'372'036, 854'775'807};
inline constexpr duration duration_min{-9'223'372'037, 145'224'192};
/// The range of google.protobuf.Timestamp: 0001-01-01T00:00:00Z to 9999-12-31T23:59:59.999999999Z.
inline constexpr std::int64_t timestamp_seconds_min = -62'135'596'800;
inline constexpr std::int64_t timestamp_seconds_max = 253'402'300'799;

timestamp to_timestamp(instant when);

/// All of these give nothing when the result is out of range or the text is not of the form.
std::optional<timestamp> timestamp_from_seconds(std::int64_t seconds);
std::optional<timestamp> add(timestamp when, duration length);
std::optional<timestamp> subtract(timestamp when, duration length);
std::optional<duration> subtract(timestamp later, timestamp earlier);
std::optional<duration> add(duration left, duration right);
std::optional<duration> subtract(duration left, duration right);
std::optional<duration> negate(duration length);

/// RFC 3339, with any offset and up to nine decimals.
std::optional<timestamp> parse_timestamp(std::string_view written);
/// In UTC with `Z`, decimals only where there are any.
std::string to_string(timestamp when);

/// Decimal numbers with units, as in "1h30m", "-1.5s", "20ms"; the units are h, m, s, ms, us, ns.
std::optional<duration> parse_duration(std::string_view written);
/// In seconds, as in "5400s" and "-0.5s".
std::string to_string(duration length);

/// The parts of a timestamp on a local clock.
struct civil_time {
    std::chrono::year_month_day date;
    std::int64_t day_of_year; ///< 0 for 1 January
    std::int64_t day_of_week; ///< 0 for Sunday
    std::int64_t hour, minute, second, millisecond;
};
civil_time to_civil(timestamp when, std::int64_t offset_seconds);

/// `+08:00`, `-02:30` or `11:00`, in seconds.
std::optional<std::int64_t> parse_offset(std::string_view written);

/// The offset from UTC, in seconds, that holds in the zone at that time. Zones: fixed offsets as above, `UTC`, the
/// zones of China (a fixed +08:00, as everywhere in the engine), and the well-known ones of `time_zone.cpp` by the
/// rules in force since 2008; there is no time-zone database. Nothing for any other zone, or for a zone with summer
/// time before 2008.
std::optional<std::int64_t> zone_offset(std::string_view zone, timestamp when);

} // namespace sluice::cel
