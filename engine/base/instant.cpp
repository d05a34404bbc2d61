#include "engine/base/instant.hpp"

#include <fmt/format.h>

#include <charconv>

namespace sluice {
namespace {

using namespace std::chrono;

constexpr std::int64_t day_ms = 86'400'000;

refusal bad_time(std::string_view written) {
    return refuse(reason::invalid_value,
                  {fmt::format("“{}”不是 RFC 3339 时间，例：2026-03-02T09:30:00+08:00", written),
                   fmt::format("“{}” is not an RFC 3339 time such as 2026-03-02T09:30:00+08:00", written)});
}

/// Reads exactly `length` digits at `offset`; -1 when there are other characters.
int digits(std::string_view written, std::size_t offset, std::size_t length) {
    if (offset + length > written.size()) return -1;
    int value = 0;
    for (const char c : written.substr(offset, length)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

/// Times are written with every answer: by hand, since formatting would take most of the time.
void append_digits(std::string& to, std::int64_t number, std::size_t width) {
    char digits[20];
    std::size_t at = sizeof digits;
    for (; number > 0 || sizeof digits - at < width; number /= 10)
        digits[--at] = static_cast<char>('0' + number % 10);
    to.append(digits + at, sizeof digits - at);
}

bool shaped_like_date(std::string_view written) {
    return written.size() >= 10 && written[4] == '-' && written[7] == '-';
}

} // namespace

std::string to_iso(date day) {
    const year_month_day parts{day};
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()),
                       static_cast<unsigned>(parts.day()));
}

result<date> parse_iso_date(std::string_view written) {
    const refusal bad = refuse(reason::invalid_value, {fmt::format("“{}”不是日期，例：2026-03-02", written),
                                                       fmt::format("“{}” is not a date such as 2026-03-02", written)});
    if (written.size() != 10 || !shaped_like_date(written)) return bad;
    const int y = digits(written, 0, 4), m = digits(written, 5, 2), d = digits(written, 8, 2);
    if (y < 1970 || m < 0 || d < 0) return bad;
    const year_month_day parts{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!parts.ok()) return bad;
    return date{parts};
}

std::string to_rfc3339(instant when) {
    const date day = local_date(when);
    const year_month_day parts{day};
    const std::int64_t rest = when.milliseconds - start_of(day).milliseconds;
    std::string written;
    append_digits(written, static_cast<int>(parts.year()), 4);
    append_digits(written += '-', static_cast<unsigned>(parts.month()), 2);
    append_digits(written += '-', static_cast<unsigned>(parts.day()), 2);
    append_digits(written += 'T', rest / 3'600'000, 2);
    append_digits(written += ':', rest / 60'000 % 60, 2);
    append_digits(written += ':', rest / 1000 % 60, 2);
    if (rest % 1000 != 0) append_digits(written += '.', rest % 1000, 3);
    append_digits(written += '+', local_offset.count(), 2);
    return written += ":00";
}

result<instant> parse_rfc3339(std::string_view written) {
    if (written.size() < 20 || written.size() > 35) return bad_time(written);
    const auto day = parse_iso_date(written.substr(0, 10));
    const int hour = digits(written, 11, 2), minute = digits(written, 14, 2), second = digits(written, 17, 2);
    const char separator = written[10];
    if (!day || (separator != 'T' && separator != 't') || written[13] != ':' || written[16] != ':' || hour < 0 ||
        hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return bad_time(written);
    auto rest = written.substr(19);
    std::int64_t fraction_ms = 0;
    if (!rest.empty() && rest.front() == '.') {
        std::int64_t scale = 100;
        std::size_t used = 1;
        for (; used < rest.size() && rest[used] >= '0' && rest[used] <= '9'; ++used, scale /= 10)
            fraction_ms += (rest[used] - '0') * scale;
        if (used == 1) return bad_time(written);
        rest.remove_prefix(used);
    }
    std::int64_t offset_minutes = 0;
    if (rest != "Z" && rest != "z") {
        const int hours = rest.size() == 6 ? digits(rest, 1, 2) : -1;
        const int minutes = rest.size() == 6 ? digits(rest, 4, 2) : -1;
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || rest[3] != ':' ||
            (rest[0] != '+' && rest[0] != '-'))
            return bad_time(written);
        offset_minutes = (hours * 60 + minutes) * (rest[0] == '-' ? -1 : 1);
    }
    const std::int64_t days = day->time_since_epoch().count();
    return instant{days * day_ms + hour * 3'600'000LL + minute * 60'000LL + second * 1000LL + fraction_ms -
                   offset_minutes * 60'000};
}

date local_date(instant when) {
    const sys_time<milliseconds> local{milliseconds{when.milliseconds} + local_offset};
    return floor<days>(local);
}

instant start_of(date day) {
    return instant{day.time_since_epoch().count() * day_ms - duration_cast<milliseconds>(local_offset).count()};
}

} // namespace sluice
