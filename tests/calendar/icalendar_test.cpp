#include "engine/calendar/icalendar.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace sluice;
using calendar::deadline_event;
using calendar::write_icalendar;

namespace {

deadline_event sample(std::string summary) {
    return {"1@sluice",
            parse_rfc3339("2026-03-17T00:00:00+08:00").value(),
            parse_rfc3339("2026-03-10T09:30:15+08:00").value(),
            7,
            std::move(summary),
            "",
            ""};
}

std::vector<std::string> lines_of(const std::string& file) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < file.size();) {
        const auto end = file.find("\r\n", begin);
        REQUIRE(end != std::string::npos);
        lines.push_back(file.substr(begin, end - begin));
        begin = end + 2;
    }
    return lines;
}

/// The content lines, with what was folded put together again (RFC 5545 §3.1).
std::vector<std::string> unfolded(const std::string& file) {
    std::vector<std::string> lines;
    for (const auto& each : lines_of(file))
        if (each.starts_with(' '))
            lines.back() += each.substr(1);
        else
            lines.push_back(each);
    return lines;
}

bool begins_within_a_character(const std::string& line) {
    return !line.empty() && (static_cast<unsigned char>(line.front()) & 0xC0) == 0x80;
}

bool has(const std::vector<std::string>& lines, const std::string& wanted) {
    return std::find(lines.begin(), lines.end(), wanted) != lines.end();
}

} // namespace

TEST_CASE("Chinese text is folded at 75 octets and never within a character", "[icalendar]") {
    // Every alignment of the three octets of a character to the fold, and lengths around the limit.
    for (std::size_t ascii = 0; ascii < 80; ++ascii)
        for (const std::size_t characters : {0U, 1U, 20U, 21U, 22U, 23U, 49U, 200U}) {
            std::string summary(ascii, 'x');
            for (std::size_t i = 0; i < characters; ++i)
                summary += "审";
            const auto file = write_icalendar("期限", {sample(summary)});
            for (const auto& line : lines_of(file)) {
                CAPTURE(ascii, characters, line);
                REQUIRE(line.size() <= 75);
                REQUIRE_FALSE(begins_within_a_character(line.starts_with(' ') ? line.substr(1) : line));
            }
            REQUIRE(has(unfolded(file), "SUMMARY:" + summary));
        }
}

TEST_CASE("a line of exactly 75 octets is not folded, one of 76 is", "[icalendar]") {
    const std::string fits(75 - 8, 'x'), exceeds(76 - 8, 'x');
    CHECK(has(lines_of(write_icalendar("d", {sample(fits)})), "SUMMARY:" + fits));
    const auto lines = lines_of(write_icalendar("d", {sample(exceeds)}));
    CHECK(has(lines, " x"));
}

TEST_CASE("text is escaped, and what would end a line cannot smuggle a property in", "[icalendar]") {
    const auto lines = unfolded(write_icalendar("d", {sample("a,b;c\\d\r\nATTENDEE:x\x01\x7F")}));
    CHECK(has(lines, "SUMMARY:a\\,b\\;c\\\\d\\nATTENDEE:x"));
    CHECK_FALSE(has(lines, "ATTENDEE:x"));
}

TEST_CASE("a deadline at the end of a day is an event of that day, any other one an instant in UTC", "[icalendar]") {
    auto exact = sample("x");
    exact.due_at = parse_rfc3339("2026-03-17T15:04:05+08:00").value();
    const auto day = unfolded(write_icalendar("d", {sample("x")}));
    CHECK(has(day, "DTSTART;VALUE=DATE:20260316"));
    CHECK(has(day, "DTEND;VALUE=DATE:20260317"));
    CHECK(has(unfolded(write_icalendar("d", {exact})), "DTSTART:20260317T070405Z"));
}

TEST_CASE("an event says when it was changed and how often", "[icalendar]") {
    const auto lines = unfolded(write_icalendar("d", {sample("x")}));
    for (const char* each : {"BEGIN:VCALENDAR", "VERSION:2.0", "UID:1@sluice", "DTSTAMP:20260310T013015Z",
                             "LAST-MODIFIED:20260310T013015Z", "SEQUENCE:7", "END:VEVENT", "END:VCALENDAR"})
        CHECK(has(lines, each));
}
