#include "engine/cel/time.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace sluice::cel {
namespace {

using namespace std::chrono;

constexpr std::int32_t nanoseconds_a_second = 1'000'000'000;
constexpr std::int64_t day_seconds = 86'400;

struct moment {
    std::int64_t seconds;
    std::int32_t nanoseconds;
};

/// Sums of two in-range values stay far within 64 bits.
moment sum(std::int64_t seconds, std::int64_t nanoseconds) {
    if (nanoseconds >= nanoseconds_a_second)
        return {seconds + 1, static_cast<std::int32_t>(nanoseconds - nanoseconds_a_second)};
    if (nanoseconds < 0) return {seconds - 1, static_cast<std::int32_t>(nanoseconds + nanoseconds_a_second)};
    return {seconds, static_cast<std::int32_t>(nanoseconds)};
}

std::optional<timestamp> as_timestamp(moment m) {
    if (m.seconds < timestamp_seconds_min || m.seconds > timestamp_seconds_max) return std::nullopt;
    return timestamp{m.seconds, m.nanoseconds};
}

std::optional<duration> as_duration(moment m) {
    const duration made{m.seconds, m.nanoseconds};
    if (made < duration_min || made > duration_max) return std::nullopt;
    return made;
}

/// Reads exactly `length` digits at `offset`; -1 when there are other characters.
int digits(std::string_view written, std::size_t offset, std::size_t length) {
    if (offset + length > written.size()) return -1;
    int number = 0;
    for (const char c : written.substr(offset, length)) {
        if (c < '0' || c > '9') return -1;
        number = number * 10 + (c - '0');
    }
    return number;
}

/// Takes `.123` off the front as nanoseconds; -1 when the point has no digits behind it or more than nine.
std::int32_t take_fraction(std::string_view& rest) {
    if (!rest.starts_with('.')) return 0;
    std::size_t used = 1;
    std::int32_t scale = nanoseconds_a_second / 10, nanoseconds = 0;
    for (; used < rest.size() && rest[used] >= '0' && rest[used] <= '9'; ++used, scale /= 10) {
        if (used > 9) return -1;
        nanoseconds += (rest[used] - '0') * scale;
    }
    if (used == 1) return -1;
    rest.remove_prefix(used);
    return nanoseconds;
}

std::string fraction_digits(std::int32_t nanoseconds) {
    if (nanoseconds == 0) return {};
    std::string written = fmt::format(".{:09}", nanoseconds);
    while (written.back() == '0')
        written.pop_back();
    return written;
}

struct unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
constexpr std::array<unit, 7> units{{{"ns", 1},
                                     {"us", 1'000},
                                     {"µs", 1'000},
                                     {"ms", 1'000'000},
                                     {"s", 1'000'000'000},
                                     {"m", 60'000'000'000},
                                     {"h", 3'600'000'000'000}}};

/// The unit that follows a number: the longest name that fits, so that "ms" is not "m".
const unit* take_unit(std::string_view& rest) {
    const unit* best = nullptr;
    for (const auto& candidate : units)
        if (rest.starts_with(candidate.name) && (!best || candidate.name.size() > best->name.size())) best = &candidate;
    if (best) rest.remove_prefix(best->name.size());
    return best;
}

/// One number and its unit off the front, as in "1.5h".
std::optional<moment> take_term(std::string_view& rest) {
    std::int64_t whole = 0;
    std::size_t used = 0;
    for (; used < rest.size() && rest[used] >= '0' && rest[used] <= '9'; ++used) {
        if (whole > INT64_MAX / 10 - 1) return std::nullopt;
        whole = whole * 10 + (rest[used] - '0');
    }
    const bool has_digits = used > 0 || rest.starts_with('.');
    rest.remove_prefix(used);
    const std::int64_t billionths = take_fraction(rest);
    const unit* in = take_unit(rest);
    if (!has_digits || billionths < 0 || !in) return std::nullopt;
    const std::int64_t per_second = nanoseconds_a_second;
    const std::int64_t unit_seconds = in->nanoseconds / per_second;
    moment term{0, 0};
    if (unit_seconds > 0) {
        if (whole > duration_max.seconds) return std::nullopt;
        const std::int64_t fraction = billionths * unit_seconds;
        term = sum(whole * unit_seconds + fraction / per_second, fraction % per_second);
    } else {
        const std::int64_t units_a_second = per_second / in->nanoseconds;
        term = sum(whole / units_a_second, whole % units_a_second * in->nanoseconds + billionths / units_a_second);
    }
    if (term.seconds > 2 * duration_max.seconds) return std::nullopt;
    return term;
}

} // namespace

timestamp to_timestamp(instant when) {
    std::int64_t seconds = when.milliseconds / 1'000, rest = when.milliseconds % 1'000;
    if (rest < 0) --seconds, rest += 1'000;
    return {seconds, static_cast<std::int32_t>(rest * 1'000'000)};
}

std::optional<timestamp> timestamp_from_seconds(std::int64_t seconds) {
    return as_timestamp({seconds, 0});
}

std::optional<timestamp> add(timestamp when, duration length) {
    return as_timestamp(sum(when.seconds + length.seconds, std::int64_t{when.nanoseconds} + length.nanoseconds));
}

std::optional<timestamp> subtract(timestamp when, duration length) {
    return as_timestamp(sum(when.seconds - length.seconds, std::int64_t{when.nanoseconds} - length.nanoseconds));
}

std::optional<duration> subtract(timestamp later, timestamp earlier) {
    return as_duration(sum(later.seconds - earlier.seconds, std::int64_t{later.nanoseconds} - earlier.nanoseconds));
}

std::optional<duration> add(duration left, duration right) {
    return as_duration(sum(left.seconds + right.seconds, std::int64_t{left.nanoseconds} + right.nanoseconds));
}

std::optional<duration> subtract(duration left, duration right) {
    return as_duration(sum(left.seconds - right.seconds, std::int64_t{left.nanoseconds} - right.nanoseconds));
}

std::optional<duration> negate(duration length) {
    return subtract(duration{}, length);
}

std::optional<timestamp> parse_timestamp(std::string_view written) {
    if (written.size() < 20 || written.size() > 35) return std::nullopt;
    const int years = digits(written, 0, 4), months = digits(written, 5, 2), month_days = digits(written, 8, 2);
    const int hour = digits(written, 11, 2), minute = digits(written, 14, 2), second = digits(written, 17, 2);
    const bool punctuated = written[4] == '-' && written[7] == '-' && (written[10] == 'T' || written[10] == 't') &&
                            written[13] == ':' && written[16] == ':';
    if (!punctuated || years < 1 || months < 1 || month_days < 1 || hour < 0 || hour > 23 || minute < 0 ||
        minute > 59 || second < 0 || second > 59)
        return std::nullopt;
    const year_month_day date{year{years}, month{static_cast<unsigned>(months)},
                              day{static_cast<unsigned>(month_days)}};
    auto rest = written.substr(19);
    const std::int32_t nanoseconds = take_fraction(rest);
    const bool in_utc = rest == "Z" || rest == "z";
    const auto offset = in_utc ? std::int64_t{0} : parse_offset(rest.size() == 6 ? rest : std::string_view{});
    if (!date.ok() || nanoseconds < 0 || !offset) return std::nullopt;
    const std::int64_t days_since_1970 = sys_days{date}.time_since_epoch().count();
    return as_timestamp({days_since_1970 * day_seconds + hour * 3'600 + minute * 60 + second - *offset, nanoseconds});
}

std::string to_string(timestamp when) {
    const auto parts = to_civil(when, 0);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z", static_cast<int>(parts.date.year()),
                       static_cast<unsigned>(parts.date.month()), static_cast<unsigned>(parts.date.day()), parts.hour,
                       parts.minute, parts.second, fraction_digits(when.nanoseconds));
}

std::optional<duration> parse_duration(std::string_view written) {
    const bool negative = written.starts_with('-');
    if (negative || written.starts_with('+')) written.remove_prefix(1);
    if (written == "0") return duration{};
    if (written.empty()) return std::nullopt;
    duration total;
    while (!written.empty()) {
        const auto term = take_term(written);
        if (!term) return std::nullopt;
        const auto grown = add(total, duration{term->seconds, term->nanoseconds});
        if (!grown) return std::nullopt;
        total = *grown;
    }
    return negative ? negate(total) : total;
}

std::string to_string(duration length) {
    if (length.seconds >= 0) return fmt::format("{}{}s", length.seconds, fraction_digits(length.nanoseconds));
    const auto positive = sum(-length.seconds, -std::int64_t{length.nanoseconds});
    return fmt::format("-{}{}s", positive.seconds, fraction_digits(positive.nanoseconds));
}

std::optional<std::int64_t> parse_offset(std::string_view written) {
    const bool negative = written.starts_with('-');
    if (negative || written.starts_with('+')) written.remove_prefix(1);
    const int hours = digits(written, 0, 2), minutes = digits(written, 3, 2);
    if (written.size() != 5 || written[2] != ':' || hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return std::nullopt;
    const std::int64_t seconds = hours * 3'600 + minutes * 60;
    return negative ? -seconds : seconds;
}

civil_time to_civil(timestamp when, std::int64_t offset_seconds) {
    const sys_seconds local{seconds{when.seconds + offset_seconds}};
    const sys_days today = floor<days>(local);
    const year_month_day date{today};
    const std::int64_t rest = (local - today).count();
    return {date,
            (today - sys_days{date.year() / January / 1}).count(),
            static_cast<std::int64_t>(weekday{today}.c_encoding()),
            rest / 3'600,
            rest / 60 % 60,
            rest % 60,
            when.nanoseconds / 1'000'000};
}

} // namespace sluice::cel
