#include "engine/cel/time.hpp"

#include <algorithm>
#include <array>

namespace sluice::cel {
namespace {

using namespace std::chrono;

constexpr std::int64_t minute_seconds = 60, hour_seconds = 3'600, day_seconds = 86'400;
/// The rules below hold from this year on.
constexpr year rules_since{2008};

enum class summer_rule {
    none,
    american,   ///< second Sunday of March to first of November, at 2:00 on the local clock
    europe,     ///< last Sunday of March to last of October, at 1:00 UTC
    australian, ///< first Sunday of October to first of April, at 2:00 standard time
    zealand,    ///< last Sunday of September to first of April, at 2:00 standard time
};

struct zone_entry {
    std::string_view name;
    std::int64_t minutes; ///< east of Greenwich, in standard time
    summer_rule rule = summer_rule::none;
};

constexpr std::array<zone_entry, 66> zones{{
    {"UTC", 0},
    {"Etc/UTC", 0},
    {"GMT", 0},
    {"Z", 0},
    {"Asia/Shanghai", 480},
    {"Asia/Hong_Kong", 480},
    {"Asia/Macau", 480},
    {"Asia/Taipei", 480},
    {"Asia/Chongqing", 480},
    {"Asia/Urumqi", 360},
    {"PRC", 480},
    {"Asia/Singapore", 480},
    {"Asia/Kuala_Lumpur", 480},
    {"Asia/Manila", 480},
    {"Asia/Tokyo", 540},
    {"Asia/Seoul", 540},
    {"Asia/Bangkok", 420},
    {"Asia/Jakarta", 420},
    {"Asia/Ho_Chi_Minh", 420},
    {"Asia/Dhaka", 360},
    {"Asia/Kolkata", 330},
    {"Asia/Calcutta", 330},
    {"Asia/Colombo", 330},
    {"Asia/Kathmandu", 345},
    {"Asia/Katmandu", 345},
    {"Asia/Yangon", 390},
    {"Asia/Karachi", 300},
    {"Asia/Tashkent", 300},
    {"Asia/Kabul", 270},
    {"Asia/Dubai", 240},
    {"Asia/Riyadh", 180},
    {"Africa/Nairobi", 180},
    {"Africa/Johannesburg", 120},
    {"Africa/Lagos", 60},
    {"America/Phoenix", -420},
    {"Pacific/Honolulu", -600},
    {"US/Hawaii", -600},
    {"America/Bogota", -300},
    {"America/Lima", -300},
    {"Australia/Brisbane", 600},
    {"Australia/Perth", 480},
    {"Australia/Darwin", 570},
    {"US/Eastern", -300, summer_rule::american},
    {"America/New_York", -300, summer_rule::american},
    {"America/Toronto", -300, summer_rule::american},
    {"US/Central", -360, summer_rule::american},
    {"America/Chicago", -360, summer_rule::american},
    {"US/Mountain", -420, summer_rule::american},
    {"America/Denver", -420, summer_rule::american},
    {"US/Pacific", -480, summer_rule::american},
    {"America/Los_Angeles", -480, summer_rule::american},
    {"America/Vancouver", -480, summer_rule::american},
    {"America/Anchorage", -540, summer_rule::american},
    {"America/Halifax", -240, summer_rule::american},
    {"America/St_Johns", -210, summer_rule::american},
    {"Europe/London", 0, summer_rule::europe},
    {"Europe/Dublin", 0, summer_rule::europe},
    {"Europe/Lisbon", 0, summer_rule::europe},
    {"Europe/Paris", 60, summer_rule::europe},
    {"Europe/Berlin", 60, summer_rule::europe},
    {"Europe/Madrid", 60, summer_rule::europe},
    {"Europe/Rome", 60, summer_rule::europe},
    {"Europe/Athens", 120, summer_rule::europe},
    {"Australia/Sydney", 600, summer_rule::australian},
    {"Australia/Melbourne", 600, summer_rule::australian},
    {"Pacific/Auckland", 720, summer_rule::zealand},
}};

std::int64_t midnight_utc(sys_days day) {
    return day.time_since_epoch().count() * day_seconds;
}

/// Where clocks in this zone were changed at one minute past midnight until 2011.
bool changes_at_midnight(std::string_view zone, year of) {
    return zone == "America/St_Johns" && of < year{2012};
}

bool is_american_summer(const zone_entry& in, year of, std::int64_t at) {
    const std::int64_t change = changes_at_midnight(in.name, of) ? minute_seconds : 2 * hour_seconds;
    const auto begins = midnight_utc(sys_days{of / March / Sunday[2]}) + change - in.minutes * minute_seconds;
    const auto ends =
        midnight_utc(sys_days{of / November / Sunday[1]}) + change - hour_seconds - in.minutes * minute_seconds;
    return at >= begins && at < ends;
}

bool is_european_summer(year of, std::int64_t at) {
    return at >= midnight_utc(sys_days{of / March / Sunday[last]}) + hour_seconds &&
           at < midnight_utc(sys_days{of / October / Sunday[last]}) + hour_seconds;
}

/// In the south, summer spans the new year.
bool is_southern_summer(const zone_entry& in, year of, std::int64_t at) {
    const bool zealand = in.rule == summer_rule::zealand;
    const auto first_day = zealand ? sys_days{of / September / Sunday[last]} : sys_days{of / October / Sunday[1]};
    const auto begins = midnight_utc(first_day) + 2 * hour_seconds - in.minutes * minute_seconds;
    const auto ends = midnight_utc(sys_days{of / April / Sunday[1]}) + 2 * hour_seconds - in.minutes * minute_seconds;
    return at >= begins || at < ends;
}

bool is_summer(const zone_entry& in, year of, std::int64_t at) {
    switch (in.rule) {
    case summer_rule::none:
        return false;
    case summer_rule::american:
        return is_american_summer(in, of, at);
    case summer_rule::europe:
        return is_european_summer(of, at);
    case summer_rule::australian:
    case summer_rule::zealand:
        return is_southern_summer(in, of, at);
    }
    return false;
}

} // namespace

std::optional<std::int64_t> zone_offset(std::string_view zone, timestamp when) {
    const auto found =
        std::find_if(zones.begin(), zones.end(), [&](const zone_entry& known) { return known.name == zone; });
    if (found == zones.end()) return parse_offset(zone);
    const std::int64_t standard = found->minutes * minute_seconds;
    const auto of = to_civil(when, standard).date.year();
    if (found->rule != summer_rule::none && of < rules_since) return std::nullopt;
    return standard + (is_summer(*found, of, when.seconds) ? hour_seconds : 0);
}

} // namespace sluice::cel
