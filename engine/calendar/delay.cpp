#include "engine/calendar/delay.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <optional>
#include <span>

namespace sluice::calendar {
namespace {

constexpr int months_max = delay_years_max * 12;
constexpr int days_max = delay_years_max * 366;
constexpr std::int64_t seconds_max = std::int64_t{days_max} * 86'400;

/// What one of a unit adds to a delay.
struct unit {
    std::string_view name;
    delay::kind counted_in;
    int months;
    int days;
    int seconds;
};

using kind = delay::kind;

constexpr std::array words{
    unit{"working day", kind::working_days, 0, 1, 0}, unit{"day", kind::calendar_days, 0, 1, 0},
    unit{"week", kind::calendar_days, 0, 7, 0},       unit{"month", kind::calendar_days, 1, 0, 0},
    unit{"year", kind::calendar_days, 12, 0, 0},      unit{"hour", kind::exact, 0, 0, 3'600},
    unit{"minute", kind::exact, 0, 0, 60},            unit{"second", kind::exact, 0, 0, 1},
};

// In the order in which ISO 8601 wants them.
constexpr std::array date_designators{
    unit{"Y", kind::calendar_days, 12, 0, 0},
    unit{"M", kind::calendar_days, 1, 0, 0},
    unit{"D", kind::calendar_days, 0, 1, 0},
};
constexpr std::array time_designators{
    unit{"H", kind::exact, 0, 0, 3'600},
    unit{"M", kind::exact, 0, 0, 60},
    unit{"S", kind::exact, 0, 0, 1},
};
constexpr std::array week_designator{unit{"W", kind::calendar_days, 0, 7, 0}};

/// Takes a whole number off the front; nine digits are more than any bound here allows, and fit an int.
std::optional<int> take_number(std::string_view& rest) {
    constexpr std::size_t digits_max = 9;
    const auto length = std::min(rest.find_first_not_of("0123456789"), rest.size());
    if (length == 0 || length > digits_max) return std::nullopt;
    int number = 0;
    std::from_chars(rest.data(), rest.data() + length, number);
    rest.remove_prefix(length);
    return number;
}

/// False when the delay grows beyond its bound.
bool add(delay& sum, int number, const unit& of) {
    const auto months = sum.months + std::int64_t{number} * of.months;
    const auto days = sum.days + std::int64_t{number} * of.days;
    const auto seconds = sum.seconds + std::int64_t{number} * of.seconds;
    const auto days_bound = of.counted_in == kind::working_days ? delay_working_days_max : days_max;
    if (months > months_max || days > days_bound || seconds > seconds_max) return false;
    sum = {of.counted_in, seconds, static_cast<int>(months), static_cast<int>(days)};
    return true;
}

std::optional<delay> parse_words(std::string_view rest) {
    const auto number = take_number(rest);
    if (!number || rest.empty() || rest.front() != ' ') return std::nullopt;
    rest.remove_prefix(1);
    if (rest.ends_with('s')) rest.remove_suffix(1);
    for (const auto& of : words) {
        delay wanted;
        if (rest == of.name) return add(wanted, *number, of) ? std::optional{wanted} : std::nullopt;
    }
    return std::nullopt;
}

/// One run of numbers and designators, each designator at most once and in order.
bool parse_designated(std::string_view rest, std::span<const unit> designators, delay& sum) {
    std::size_t next = 0;
    while (!rest.empty()) {
        const auto number = take_number(rest);
        if (!number || rest.empty()) return false;
        while (next < designators.size() && designators[next].name.front() != rest.front()) ++next;
        if (next == designators.size() || !add(sum, *number, designators[next])) return false;
        rest.remove_prefix(1);
        ++next;
    }
    return true;
}

std::optional<delay> parse_iso(std::string_view rest) {
    rest.remove_prefix(1);
    if (rest.empty()) return std::nullopt;
    delay wanted;
    bool read = false;
    if (rest.front() == 'T')
        read = rest.size() > 1 && parse_designated(rest.substr(1), time_designators, wanted);
    else if (rest.back() == 'W')
        read = parse_designated(rest, week_designator, wanted);
    else
        read = parse_designated(rest, date_designators, wanted);
    return read ? std::optional{wanted} : std::nullopt;
}

std::string counted(std::int64_t number, std::string_view name) {
    return fmt::format("{} {}{}", number, name, number == 1 ? "" : "s");
}

} // namespace

result<delay> parse_delay(std::string_view written) {
    const auto parsed = written.starts_with('P') ? parse_iso(written) : parse_words(written);
    const bool empty = parsed && parsed->counted_in != kind::exact && parsed->months == 0 && parsed->days == 0;
    if (!parsed || empty) {
        constexpr std::size_t shown_max = 64;
        return refuse(reason::invalid_value,
                      {fmt::format("“{}”不是期限；例：7 working days、5 days、6 months、36 hours、P6M、PT2S",
                                   written.substr(0, shown_max)),
                       fmt::format("“{}” is not a delay such as 7 working days, 5 days, 6 months, 36 hours, P6M or PT2S",
                                   written.substr(0, shown_max))});
    }
    return *parsed;
}

std::string to_string(const delay& wanted) {
    if (wanted.counted_in == kind::working_days) return counted(wanted.days, "working day");
    if (wanted.counted_in == kind::exact) {
        if (wanted.seconds % 3'600 == 0 && wanted.seconds > 0) return counted(wanted.seconds / 3'600, "hour");
        if (wanted.seconds % 60 == 0 && wanted.seconds > 0) return counted(wanted.seconds / 60, "minute");
        return counted(wanted.seconds, "second");
    }
    if (wanted.months == 0) return counted(wanted.days, "day");
    if (wanted.days > 0) return fmt::format("P{}M{}D", wanted.months, wanted.days);
    return wanted.months % 12 == 0 ? counted(wanted.months / 12, "year") : counted(wanted.months, "month");
}

} // namespace sluice::calendar
