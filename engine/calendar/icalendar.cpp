#include "engine/calendar/icalendar.hpp"

#include <fmt/format.h>

#include <chrono>
#include <string_view>

namespace sluice::calendar {
namespace {

/// RFC 5545 §3.1, without the line break.
constexpr std::size_t line_octets_max = 75;
constexpr const char* line_break = "\r\n";

bool continues_character(char octet) {
    return (static_cast<unsigned char>(octet) & 0xC0) == 0x80;
}

/// A content line, folded: what follows on the next line begins with a blank that does not count as content.
void add_line(std::string& file, std::string_view line) {
    std::size_t room = line_octets_max;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 0 && continues_character(line[cut]))
            --cut;
        if (cut == 0) cut = room; // no UTF-8: then anywhere
        file.append(line.substr(0, cut)).append(line_break).append(" ");
        line.remove_prefix(cut);
        room = line_octets_max - 1;
    }
    file.append(line).append(line_break);
}

/// TEXT, §3.3.11.
std::string escaped(std::string_view text) {
    std::string written;
    for (const char each : text) {
        if (each == '\n')
            written += "\\n";
        else if (each == '\\' || each == ';' || each == ',')
            (written += '\\') += each;
        else if (each == '\t' || (static_cast<unsigned char>(each) >= 0x20 && each != 0x7F))
            written += each;
    }
    return written;
}

/// DATE, §3.3.4.
std::string written_day(date day) {
    const std::chrono::year_month_day parts{day};
    return fmt::format("{:04}{:02}{:02}", static_cast<int>(parts.year()), static_cast<unsigned>(parts.month()),
                       static_cast<unsigned>(parts.day()));
}

/// DATE-TIME in UTC, §3.3.5.
std::string written_utc(instant when) {
    const std::chrono::sys_time<std::chrono::milliseconds> point{std::chrono::milliseconds{when.milliseconds}};
    const auto day = std::chrono::floor<std::chrono::days>(point);
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(point - day)};
    return fmt::format("{}T{:02}{:02}{:02}Z", written_day(day), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

void add_time(std::string& file, instant due) {
    const auto day = local_date(due);
    if (start_of(day) != due) return add_line(file, "DTSTART:" + written_utc(due));
    add_line(file, "DTSTART;VALUE=DATE:" + written_day(day - std::chrono::days{1}));
    add_line(file, "DTEND;VALUE=DATE:" + written_day(day));
}

void add_event(std::string& file, const deadline_event& each) {
    add_line(file, "BEGIN:VEVENT");
    add_line(file, "UID:" + escaped(each.uid));
    // Without a METHOD, the stamp says when the event was last changed (§3.8.7.2).
    add_line(file, "DTSTAMP:" + written_utc(each.modified_at));
    add_line(file, "LAST-MODIFIED:" + written_utc(each.modified_at));
    add_line(file, fmt::format("SEQUENCE:{}", each.revision));
    add_time(file, each.due_at);
    add_line(file, "SUMMARY:" + escaped(each.summary));
    if (!each.description.empty()) add_line(file, "DESCRIPTION:" + escaped(each.description));
    if (!each.category.empty()) add_line(file, "CATEGORIES:" + escaped(each.category));
    add_line(file, "TRANSP:TRANSPARENT");
    add_line(file, "END:VEVENT");
}

} // namespace

std::string write_icalendar(const std::string& name, const std::vector<deadline_event>& events) {
    std::string file;
    add_line(file, "BEGIN:VCALENDAR");
    add_line(file, "VERSION:2.0");
    add_line(file, "PRODID:-//Sluice//Deadlines//EN");
    add_line(file, "CALSCALE:GREGORIAN");
    add_line(file, "NAME:" + escaped(name));
    add_line(file, "X-WR-CALNAME:" + escaped(name));
    add_line(file, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    for (const auto& each : events)
        add_event(file, each);
    add_line(file, "END:VCALENDAR");
    return file;
}

} // namespace sluice::calendar
