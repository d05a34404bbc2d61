#include "engine/schema/format_parts.hpp"

#include <algorithm>
#include <chrono>
#include <optional>

namespace sluice::schema {
namespace {

/// Takes exactly so many digits off the front.
std::optional<int> take_digits(std::string_view& rest, std::size_t length) {
    if (rest.size() < length) return std::nullopt;
    int value = 0;
    for (const char c : rest.substr(0, length)) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    rest.remove_prefix(length);
    return value;
}

bool take(std::string_view& rest, char wanted) {
    if (!rest.starts_with(wanted)) return false;
    rest.remove_prefix(1);
    return true;
}

/// Minutes east of UTC, from `Z` or `+08:00`.
std::optional<int> take_offset(std::string_view& rest) {
    if (take(rest, 'Z') || take(rest, 'z')) return 0;
    const int sign = rest.starts_with('-') ? -1 : 1;
    if (!take(rest, '+') && !take(rest, '-')) return std::nullopt;
    const auto hours = take_digits(rest, 2);
    const bool colon = take(rest, ':');
    const auto minutes = take_digits(rest, 2);
    if (!hours || !minutes || !colon || *hours > 23 || *minutes > 59) return std::nullopt;
    return sign * (*hours * 60 + *minutes);
}

/// Numbers with designators, each directly after the one before it, as RFC 3339's grammar wants: `1H30M`, not `1H3S`.
bool is_designated(std::string_view rest, std::string_view designators) {
    std::optional<std::size_t> last;
    while (!rest.empty()) {
        const auto length = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (length == 0 || length == rest.size()) return false;
        const auto at = designators.find(rest[length]);
        if (at == std::string_view::npos || (last && at != *last + 1)) return false;
        last = at;
        rest.remove_prefix(length + 1);
    }
    return last.has_value();
}

} // namespace

bool is_date(std::string_view rest) {
    using namespace std::chrono;
    const auto y = take_digits(rest, 4);
    const bool first = take(rest, '-');
    const auto m = take_digits(rest, 2);
    const bool second = take(rest, '-');
    const auto d = take_digits(rest, 2);
    if (!y || !m || !d || !first || !second || !rest.empty()) return false;
    return year_month_day{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}}.ok();
}

bool is_time(std::string_view rest) {
    const auto hour = take_digits(rest, 2);
    const bool first = take(rest, ':');
    const auto minute = take_digits(rest, 2);
    const bool second_colon = take(rest, ':');
    const auto second = take_digits(rest, 2);
    if (!hour || !minute || !second || !first || !second_colon) return false;
    if (take(rest, '.')) {
        const auto length = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (length == 0) return false;
        rest.remove_prefix(length);
    }
    const auto offset = take_offset(rest);
    if (!offset || !rest.empty() || *hour > 23 || *minute > 59 || *second > 60) return false;
    if (*second < 60) return true;
    // A leap second is the last of a day in UTC.
    constexpr int day_minutes = 24 * 60;
    return (*hour * 60 + *minute - *offset + 2 * day_minutes) % day_minutes == day_minutes - 1;
}

bool is_date_time(std::string_view written) {
    constexpr std::size_t date_length = 10;
    if (written.size() <= date_length || (written[date_length] != 'T' && written[date_length] != 't')) return false;
    return is_date(written.substr(0, date_length)) && is_time(written.substr(date_length + 1));
}

bool is_duration(std::string_view rest) {
    if (!take(rest, 'P')) return false;
    if (rest.ends_with('W')) return is_designated(rest, "W");
    const auto time = rest.find('T');
    if (time == std::string_view::npos) return is_designated(rest, "YMD");
    return (time == 0 || is_designated(rest.substr(0, time), "YMD")) && is_designated(rest.substr(time + 1), "HMS");
}

} // namespace sluice::schema
