#include "engine/calendar/calendar.hpp"

#include <fmt/format.h>

#include <bitset>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace sluice::calendar {
namespace {

using namespace std::chrono;

constexpr int year_min = 1970;
constexpr int year_max = 9998; ///< so that the day after the last is still a date that can be written

using days_of_year = std::bitset<367>; ///< index 1 is 1 January

refusal invalid(std::string place, text explanation) {
    return refuse(reason::definition_invalid, std::move(explanation), std::move(place));
}

refusal year_not_loaded(int wanted) {
    return refuse(reason::calendar_year_not_loaded,
                  {fmt::format("{} 年的工作日历尚未载入，期限无法计算；请载入国务院公布的该年放假安排", wanted),
                   fmt::format("The working calendar of {} is not loaded, so the deadline cannot be computed; load that "
                               "year's holiday arrangement as published by the State Council",
                               wanted)});
}

int year_of(date day) {
    return static_cast<int>(year_month_day{day}.year());
}

date first_day(int of_year) {
    return date{year{of_year} / January / 1};
}

std::size_t index_in_year(date day) {
    return static_cast<std::size_t>((day - first_day(year_of(day))).count()) + 1;
}

bool is_weekend(date day) {
    const weekday name{day};
    return name == Saturday || name == Sunday;
}

std::optional<refusal> check_fields(const ordered_json& object, const std::set<std::string_view>& names,
                                    const std::string& place) {
    if (!object.is_object()) return invalid(place, {"应为对象", "An object is wanted here"});
    for (const auto& [name, value] : object.items())
        if (!names.contains(name))
            return invalid(place + "/" + pointer_step(name), {fmt::format("没有“{}”这个字段", name),
                                                              fmt::format("There is no field “{}”", name)});
    for (const auto name : names)
        if (!object.contains(name))
            return invalid(place, {fmt::format("缺少“{}”", name), fmt::format("“{}” is missing", name)});
    return std::nullopt;
}

bool is_text(const ordered_json& value) {
    return value.is_object() && value.size() == 2 && value.contains("zh") && value.contains("en") &&
           value["zh"].is_string() && value["en"].is_string() && !value["zh"].get_ref<const std::string&>().empty() &&
           !value["en"].get_ref<const std::string&>().empty();
}

result<date> read_day(const ordered_json& value, int year_wanted, const std::string& place) {
    const auto day = value.is_string() ? parse_iso_date(value.get_ref<const std::string&>())
                                       : result<date>{boost::system::in_place_error, refusal{}};
    if (!day || year_of(*day) != year_wanted)
        return invalid(place, {fmt::format("应为 {} 年内的日期，例：{}-03-02", year_wanted, year_wanted),
                               fmt::format("A day of {} is wanted here, such as {}-03-02", year_wanted, year_wanted)});
    return *day;
}

result<days_of_year> read_days_off(const ordered_json& runs, int of_year, const std::string& place) {
    if (!runs.is_array()) return invalid(place, {"应为数组", "A list is wanted here"});
    days_of_year off;
    std::size_t last = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto here = fmt::format("{}/{}", place, i);
        if (auto fault = check_fields(runs[i], {"from", "to", "name"}, here)) return *fault;
        if (!is_text(runs[i]["name"]))
            return invalid(here + "/name", {"名称须有中文和英文", "A name is wanted in both zh and en"});
        const auto from = read_day(runs[i]["from"], of_year, here + "/from");
        if (!from) return from.error();
        const auto to = read_day(runs[i]["to"], of_year, here + "/to");
        if (!to) return to.error();
        if (*to < *from || index_in_year(*from) <= last)
            return invalid(here, {"放假日期须按先后排列，不得重叠", "Days off must be in order and must not overlap"});
        last = index_in_year(*to);
        for (std::size_t day = index_in_year(*from); day <= last; ++day) off.set(day);
    }
    return off;
}

result<days_of_year> read_working_weekends(const ordered_json& listed, const days_of_year& off, int of_year,
                                           const std::string& place) {
    if (!listed.is_array()) return invalid(place, {"应为数组", "A list is wanted here"});
    days_of_year worked;
    std::size_t last = 0;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto here = fmt::format("{}/{}", place, i);
        const auto day = read_day(listed[i], of_year, here);
        if (!day) return day.error();
        const auto index = index_in_year(*day);
        if (!is_weekend(*day) || off.test(index))
            return invalid(here, {"调休上班日须是周六或周日，且不在放假日内",
                                  "A working weekend must be a Saturday or Sunday that is not a day off"});
        if (index <= last)
            return invalid(here, {"日期须按先后排列", "Days must be in order"});
        last = index;
        worked.set(index);
    }
    return worked;
}

} // namespace

result<calendar> calendar::read(std::span<const ordered_json> documents) {
    calendar loaded;
    for (std::size_t i = 0; i < documents.size(); ++i) {
        const auto place = fmt::format("/{}", i);
        const auto& document = documents[i];
        if (auto fault = check_fields(
                document, {"country", "year", "source", "working_days", "days_off", "working_weekends"}, place))
            return *fault;
        if (!document["country"].is_string() || document["country"] != documents[0]["country"])
            return invalid(place + "/country", {"各年须属同一国家", "All years must be of one country"});
        const auto& written = document["year"];
        if (!written.is_number_integer() || written < year_min || written > year_max)
            return invalid(place + "/year", {"年份应为整数", "The year must be a whole number"});
        const int of_year = written.get<int>();
        auto counts = read_year(document, of_year, place);
        if (!counts) return counts.error();
        if (!loaded.years_.emplace(of_year, *counts).second)
            return invalid(place + "/year", {fmt::format("{} 年出现了两次", of_year),
                                             fmt::format("The year {} occurs twice", of_year)});
    }
    return loaded;
}

result<calendar::running_count> calendar::read_year(const ordered_json& document, int of_year,
                                                    const std::string& place) {
    if (!is_text(document["source"]))
        return invalid(place + "/source", {"出处须有中文和英文", "The source is wanted in both zh and en"});
    const auto off = read_days_off(document["days_off"], of_year, place + "/days_off");
    if (!off) return off.error();
    const auto worked =
        read_working_weekends(document["working_weekends"], *off, of_year, place + "/working_weekends");
    if (!worked) return worked.error();

    running_count counts{};
    const auto length = static_cast<std::size_t>((first_day(of_year + 1) - first_day(of_year)).count());
    for (std::size_t index = 1; index <= length; ++index) {
        const date day = first_day(of_year) + days{static_cast<int>(index) - 1};
        const bool is_worked = worked->test(index) || (!is_weekend(day) && !off->test(index));
        counts[index] = static_cast<std::uint16_t>(counts[index - 1] + (is_worked ? 1 : 0));
    }
    if (document["working_days"] != counts[length])
        return invalid(place + "/working_days",
                       {fmt::format("按所列日期，{} 年有 {} 个工作日", of_year, counts[length]),
                        fmt::format("By the days listed, {} has {} working days", of_year, counts[length])});
    return counts;
}

result<const calendar::running_count*> calendar::counts_of(int of_year) const {
    const auto found = years_.find(of_year);
    if (found == years_.end()) return year_not_loaded(of_year);
    return &found->second;
}

result<bool> calendar::is_working_day(date day) const {
    const auto counts = counts_of(year_of(day));
    if (!counts) return counts.error();
    const auto index = index_in_year(day);
    return (**counts)[index] != (**counts)[index - 1];
}

result<date> calendar::next_working_day(date day) const {
    // Ends at the latest with the first year that is not loaded.
    for (date candidate = day;; candidate += days{1}) {
        const auto worked = is_working_day(candidate);
        if (!worked) return worked.error();
        if (*worked) return candidate;
    }
}

result<date> calendar::add_working_days(date start, int count) const {
    if (count == 0) return next_working_day(start);
    // Ends at the latest with the first year that is not loaded.
    int counted = 0;
    date day = start;
    while (counted < count) {
        day += days{1};
        const auto worked = is_working_day(day);
        if (!worked) return worked.error();
        counted += *worked ? 1 : 0;
    }
    return day;
}

result<int> calendar::working_days_between(date after, date until) const {
    if (until <= after) return 0;
    const date first = after + days{1};
    int total = 0;
    for (int of_year = year_of(first); of_year <= year_of(until); ++of_year) {
        const auto counts = counts_of(of_year);
        if (!counts) return counts.error();
        const auto from = of_year == year_of(first) ? index_in_year(first) - 1 : 0;
        const auto to = index_in_year(of_year == year_of(until) ? until : first_day(of_year + 1) - days{1});
        total += (**counts)[to] - (**counts)[from];
    }
    return total;
}

} // namespace sluice::calendar
