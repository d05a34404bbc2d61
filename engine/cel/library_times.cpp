#include "engine/cel/library.hpp"

#include <fmt/format.h>

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;
using reader = std::int64_t (*)(const civil_time&);

/// A part of a timestamp, in UTC or in the zone that the second argument names.
template <reader Read>
result<value> part(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::timestamp) return no_such_overload(arguments);
    const auto when = arguments[0].as_timestamp();
    if (arguments.size() == 1) return value::integer(Read(to_civil(when, 0)));
    if (arguments[1].kind() != value_kind::string) return no_such_overload(arguments);
    const auto offset = zone_offset(arguments[1].as_string(), when);
    if (!offset)
        return failure(fmt::format("不认识的时区：{}", arguments[1].as_string()),
                       fmt::format("unknown time zone: {}", arguments[1].as_string()));
    return value::integer(Read(to_civil(when, *offset)));
}

/// As above; of a duration, the whole of it in that unit, cut towards zero.
template <reader Read, std::int64_t UnitSeconds>
result<value> part_or_whole(arguments_view arguments, step_counter& steps) {
    if (arguments[0].kind() != value_kind::duration || arguments.size() != 1) return part<Read>(arguments, steps);
    const auto length = arguments[0].as_duration();
    const std::int64_t seconds = length.seconds + (length.seconds < 0 && length.nanoseconds > 0 ? 1 : 0);
    return value::integer(seconds / UnitSeconds);
}

/// Of a duration, the milliseconds beyond its whole seconds.
template <reader Read>
result<value> milliseconds(arguments_view arguments, step_counter& steps) {
    if (arguments[0].kind() != value_kind::duration || arguments.size() != 1) return part<Read>(arguments, steps);
    const auto length = arguments[0].as_duration();
    const std::int64_t nanoseconds =
        length.seconds < 0 && length.nanoseconds > 0 ? length.nanoseconds - 1'000'000'000 : length.nanoseconds;
    return value::integer(nanoseconds / 1'000'000);
}

std::int64_t full_year(const civil_time& at) {
    return static_cast<int>(at.date.year());
}
std::int64_t month(const civil_time& at) {
    return static_cast<unsigned>(at.date.month()) - 1;
}
std::int64_t date(const civil_time& at) {
    return static_cast<unsigned>(at.date.day());
}
std::int64_t day_of_month(const civil_time& at) {
    return static_cast<unsigned>(at.date.day()) - 1;
}
std::int64_t day_of_week(const civil_time& at) {
    return at.day_of_week;
}
std::int64_t day_of_year(const civil_time& at) {
    return at.day_of_year;
}
std::int64_t hour(const civil_time& at) {
    return at.hour;
}
std::int64_t minute(const civil_time& at) {
    return at.minute;
}
std::int64_t second(const civil_time& at) {
    return at.second;
}
std::int64_t millisecond(const civil_time& at) {
    return at.millisecond;
}

} // namespace

void add_times(function_table& table) {
    const type time = type::timestamp(), length = type::duration(), string = type::string(), number = type::integer();
    const auto put = [&](std::string name, implementation run, bool of_durations) {
        standard_function made{{{true, {time}, number}, {true, {time, string}, number}}, run};
        if (of_durations) made.overloads.push_back({true, {length}, number});
        table.emplace(std::move(name), std::move(made));
    };
    put("getFullYear", part<full_year>, false);
    put("getMonth", part<month>, false);
    put("getDate", part<date>, false);
    put("getDayOfMonth", part<day_of_month>, false);
    put("getDayOfWeek", part<day_of_week>, false);
    put("getDayOfYear", part<day_of_year>, false);
    put("getHours", part_or_whole<hour, 3'600>, true);
    put("getMinutes", part_or_whole<minute, 60>, true);
    put("getSeconds", part_or_whole<second, 1>, true);
    put("getMilliseconds", milliseconds<millisecond>, true);
}

} // namespace sluice::cel
