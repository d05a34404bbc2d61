#include "engine/calendar/deadline.hpp"
#include "tests/calendar/years.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::calendar;

namespace {

instant at(const char* written) {
    return parse_rfc3339(written).value();
}

/// The deadline as text, so that a failing table row can be read.
std::string due(const char* start, const char* after) {
    const auto when = deadline(at(start), parse_delay(after).value(), shipped_calendar());
    return when ? to_rfc3339(*when) : std::string{name_of(when.error().reason)};
}

} // namespace

TEST_CASE("reminders before and after something is due", "[deadline]") {
    const auto due_at = at("2026-03-12T00:00:00+08:00"); // with the end of Wednesday 11 March
    const auto before = [&](const char* delay) {
        const auto when = time_before(due_at, parse_delay(delay).value(), shipped_calendar());
        return when ? to_rfc3339(*when) : std::string{name_of(when.error().reason)};
    };
    const auto after = [&](const char* delay) {
        const auto when = time_after(due_at, parse_delay(delay).value(), shipped_calendar());
        return when ? to_rfc3339(*when) : std::string{name_of(when.error().reason)};
    };
    CHECK(before("1 working day") == "2026-03-11T00:00:00+08:00");
    CHECK(before("3 working days") == "2026-03-09T00:00:00+08:00");
    CHECK(before("4 working days") == "2026-03-06T00:00:00+08:00"); // over a weekend
    CHECK(before("3 days") == "2026-03-09T00:00:00+08:00");
    CHECK(before("5 days") == "2026-03-07T00:00:00+08:00"); // a Saturday: days are counted as they come
    CHECK(before("1 month") == "2026-02-12T00:00:00+08:00");
    CHECK(before("36 hours") == "2026-03-10T12:00:00+08:00");
    CHECK(after("1 working day") == "2026-03-12T00:00:00+08:00");
    CHECK(after("3 working days") == "2026-03-16T00:00:00+08:00");
    CHECK(after("3 days") == "2026-03-15T00:00:00+08:00");
    const auto far = at("2030-03-12T10:30:00+08:00"); // a year that is not loaded matters to working days only
    CHECK(to_rfc3339(time_before(far, parse_delay("10 days").value(), shipped_calendar()).value()) ==
          "2030-03-02T10:30:00+08:00");
    CHECK(time_before(far, parse_delay("1 working day").value(), shipped_calendar()).error().reason ==
          reason::calendar_year_not_loaded);
}

TEST_CASE("a deadline in working days ends at midnight after the last of them", "[deadline]") {
    CHECK(due("2026-03-02T09:30:00+08:00", "1 working day") == "2026-03-04T00:00:00+08:00");
    CHECK(due("2026-03-02T09:30:00+08:00", "7 working days") == "2026-03-12T00:00:00+08:00");
    // The starting day does not count, whatever the hour.
    CHECK(due("2026-03-02T00:00:00+08:00", "1 working day") == "2026-03-04T00:00:00+08:00");
    CHECK(due("2026-03-02T23:59:59.999+08:00", "1 working day") == "2026-03-04T00:00:00+08:00");
    // Over the National Day holiday, with Saturday 10 October worked.
    CHECK(due("2026-09-30T12:00:00+08:00", "3 working days") == "2026-10-11T00:00:00+08:00");
    // The local day decides: 17:00 UTC is already the next day in China.
    CHECK(due("2026-03-02T17:00:00Z", "1 working day") == "2026-03-05T00:00:00+08:00");
}

TEST_CASE("a deadline in days, months or years moves off a day off", "[deadline]") {
    CHECK(due("2026-03-02T09:30:00+08:00", "5 days") == "2026-03-10T00:00:00+08:00"); // Saturday 7th to Monday 9th
    CHECK(due("2026-03-02T09:30:00+08:00", "4 days") == "2026-03-07T00:00:00+08:00");
    CHECK(due("2026-09-29T09:30:00+08:00", "2 days") == "2026-10-09T00:00:00+08:00");
    CHECK(due("2025-07-04T09:30:00+08:00", "6 months") == "2026-01-05T00:00:00+08:00"); // a worked Sunday stays
    CHECK(due("2025-03-03T09:30:00+08:00", "P1Y") == "2026-03-04T00:00:00+08:00");
    CHECK(due("2026-03-02T09:30:00+08:00", "P1W") == "2026-03-10T00:00:00+08:00");
}

TEST_CASE("a month ends where it has no such day", "[deadline]") {
    CHECK(due("2026-01-31T09:30:00+08:00", "1 month") == "2026-03-01T00:00:00+08:00"); // 28 February, worked
    CHECK(due("2025-03-31T09:30:00+08:00", "1 month") == "2025-05-01T00:00:00+08:00");
    CHECK(due("2024-02-29T09:30:00+08:00", "1 year") == "2025-03-01T00:00:00+08:00");
    CHECK(due("2025-08-31T09:30:00+08:00", "P6M") == "2026-03-01T00:00:00+08:00");
}

TEST_CASE("hours, minutes and seconds are exact and need no calendar", "[deadline]") {
    CHECK(due("2026-10-01T09:30:00+08:00", "36 hours") == "2026-10-02T21:30:00+08:00");
    CHECK(due("2026-10-01T09:30:00.250+08:00", "PT2S") == "2026-10-01T09:30:02.250+08:00");
    CHECK(due("2030-10-01T09:30:00+08:00", "30 minutes") == "2030-10-01T10:00:00+08:00");
    CHECK(due("2026-10-01T09:30:00+08:00", "0 seconds") == "2026-10-01T09:30:00+08:00");
}

TEST_CASE("a deadline in a year that is not loaded is refused", "[deadline]") {
    CHECK(due("2026-12-30T09:30:00+08:00", "7 working days") == "calendar_year_not_loaded");
    CHECK(due("2026-08-02T09:30:00+08:00", "6 months") == "calendar_year_not_loaded");
    CHECK(due("2026-12-31T09:30:00+08:00", "1 day") == "calendar_year_not_loaded");
    CHECK(due("2026-12-30T09:30:00+08:00", "1 day") == "2027-01-01T00:00:00+08:00");
}

TEST_CASE("a paused public notice goes on with the working days it had left", "[deadline]") {
    const auto calendar = shipped_calendar();
    const auto ends =
        deadline(at("2026-03-02T09:30:00+08:00"), parse_delay("7 working days").value(), calendar).value();
    // The 7 days are 3, 4, 5, 6, 9, 10 and 11 March.
    const auto left = [&](const char* paused) { return working_days_remaining(at(paused), ends, calendar).value(); };
    CHECK(left("2026-03-02T10:00:00+08:00") == 7);
    CHECK(left("2026-03-05T10:00:00+08:00") == 4);
    CHECK(left("2026-03-07T10:00:00+08:00") == 3);
    CHECK(left("2026-03-11T23:59:59+08:00") == 0);
    CHECK(left("2026-03-12T00:00:00+08:00") == 0);

    const auto on = [&](const char* resumed, int remaining) {
        return to_rfc3339(deadline_when_resumed(at(resumed), remaining, calendar).value());
    };
    CHECK(on("2026-03-16T15:00:00+08:00", 4) == "2026-03-21T00:00:00+08:00");
    CHECK(on("2026-03-16T15:00:00+08:00", 0) == "2026-03-17T00:00:00+08:00");
    CHECK(on("2026-03-14T15:00:00+08:00", 0) == "2026-03-17T00:00:00+08:00");
    CHECK(deadline_when_resumed(at("2026-12-31T15:00:00+08:00"), 1, calendar).error().reason ==
          reason::calendar_year_not_loaded);
    CHECK(working_days_remaining(at("2026-12-31T15:00:00+08:00"), at("2027-01-10T00:00:00+08:00"), calendar)
              .error()
              .reason == reason::calendar_year_not_loaded);
}
