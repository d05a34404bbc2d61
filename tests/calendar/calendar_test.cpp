#include "tests/calendar/years.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace sluice;
using namespace sluice::calendar;
using std::chrono::days;

namespace {

refusal reading_fails(const std::vector<ordered_json>& years) {
    const auto loaded = sluice::calendar::calendar::read(years);
    REQUIRE(loaded.has_error());
    return loaded.error();
}

} // namespace

TEST_CASE("2025 and 2026 each have 248 working days", "[calendar]") {
    const auto days_known = shipped_calendar();
    CHECK(days_known.working_days_between(day("2024-12-31"), day("2025-12-31")).value() == 248);
    CHECK(days_known.working_days_between(day("2025-12-31"), day("2026-12-31")).value() == 248);
    CHECK(days_known.working_days_between(day("2024-12-31"), day("2026-12-31")).value() == 496);
}

TEST_CASE("every day off and every working weekend of the two years is known", "[calendar]") {
    const auto calendar = shipped_calendar();
    const std::vector<std::pair<const char*, const char*>> off{
        {"2025-01-01", "2025-01-01"}, {"2025-01-28", "2025-02-04"}, {"2025-04-04", "2025-04-06"},
        {"2025-05-01", "2025-05-05"}, {"2025-05-31", "2025-06-02"}, {"2025-10-01", "2025-10-08"},
        {"2026-01-01", "2026-01-03"}, {"2026-02-15", "2026-02-23"}, {"2026-04-04", "2026-04-06"},
        {"2026-05-01", "2026-05-05"}, {"2026-06-19", "2026-06-21"}, {"2026-09-25", "2026-09-27"},
        {"2026-10-01", "2026-10-07"}};
    std::set<date> holidays, worked;
    for (const auto& [from, to] : off)
        for (date each = day(from); each <= day(to); each += days{1}) holidays.insert(each);
    for (const char* each : {"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04",
                             "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"})
        worked.insert(day(each));

    for (date each = day("2025-01-01"); each <= day("2026-12-31"); each += days{1}) {
        const auto name = std::chrono::weekday{each}.iso_encoding();
        const bool expected = worked.contains(each) || (name <= 5 && !holidays.contains(each));
        INFO(to_iso(each));
        CHECK(calendar.is_working_day(each).value() == expected);
    }
}

TEST_CASE("counting and adding working days agree", "[calendar]") {
    const auto calendar = shipped_calendar();
    for (date start = day("2025-01-01"); start <= day("2026-10-01"); start += days{7})
        for (const int count : {1, 5, 7, 20, 40}) {
            const auto end = calendar.add_working_days(start, count).value();
            CHECK(calendar.is_working_day(end).value());
            CHECK(calendar.working_days_between(start, end).value() == count);
        }
    CHECK(calendar.working_days_between(day("2026-03-02"), day("2026-03-02")).value() == 0);
    CHECK(calendar.working_days_between(day("2026-03-03"), day("2026-03-02")).value() == 0);
}

TEST_CASE("working days run on over New Year", "[calendar]") {
    const auto calendar = shipped_calendar();
    // 1 to 3 January are off, Sunday 4 January is worked.
    CHECK(calendar.add_working_days(day("2025-12-31"), 1).value() == day("2026-01-04"));
    CHECK(calendar.add_working_days(day("2024-12-31"), 1).value() == day("2025-01-02"));
    CHECK(calendar.working_days_between(day("2025-12-30"), day("2026-01-05")).value() == 3);
    CHECK(calendar.next_working_day(day("2026-01-01")).value() == day("2026-01-04"));
    CHECK(calendar.add_working_days(day("2026-01-01"), 0).value() == day("2026-01-04"));
}

TEST_CASE("a year that is not loaded is refused by its name", "[calendar]") {
    const auto calendar = shipped_calendar();
    CHECK(calendar.has_year(2026));
    CHECK_FALSE(calendar.has_year(2027));
    const auto beyond = calendar.add_working_days(day("2026-12-30"), 2);
    REQUIRE(beyond.has_error());
    CHECK(beyond.error().reason == reason::calendar_year_not_loaded);
    CHECK(beyond.error().explanation.zh.find("2027") != std::string::npos);
    CHECK(beyond.error().explanation.en.find("2027") != std::string::npos);
    CHECK(calendar.is_working_day(day("2024-12-31")).error().reason == reason::calendar_year_not_loaded);
    CHECK(calendar.next_working_day(day("2027-01-01")).error().reason == reason::calendar_year_not_loaded);
    CHECK(calendar.working_days_between(day("2024-12-30"), day("2025-01-02")).error().reason ==
          reason::calendar_year_not_loaded);
}

TEST_CASE("a leap year has a 29 February", "[calendar]") {
    ordered_json leap = shipped_year(2025);
    leap["year"] = 2028;
    leap["days_off"] = ordered_json::array();
    leap["working_weekends"] = ordered_json::array();
    leap["working_days"] = 260; // 366 days, of which 53 Saturdays and 53 Sundays
    const std::vector<ordered_json> years{leap};
    const auto calendar = sluice::calendar::calendar::read(years).value();
    CHECK(calendar.is_working_day(day("2028-02-29")).value());
    CHECK(calendar.is_working_day(day("2028-12-31")).value() == false);
    CHECK(calendar.add_working_days(day("2028-02-28"), 1).value() == day("2028-02-29"));
    CHECK(calendar.add_working_days(day("2028-02-28"), 2).value() == day("2028-03-01"));
}

TEST_CASE("a faulty calendar is refused with the place of its fault", "[calendar]") {
    const auto good = shipped_year(2026);
    const auto place_after = [&](auto&& spoil) {
        ordered_json bad = good;
        spoil(bad);
        const auto why = reading_fails({shipped_year(2025), bad});
        CHECK(why.reason == reason::definition_invalid);
        return why.place;
    };
    CHECK(place_after([](auto& bad) { bad["extra"] = 1; }) == "/1/extra");
    CHECK(place_after([](auto& bad) { bad.erase("source"); }) == "/1");
    CHECK(place_after([](auto& bad) { bad["source"] = "somewhere"; }) == "/1/source");
    CHECK(place_after([](auto& bad) { bad["country"] = "SG"; }) == "/1/country");
    CHECK(place_after([](auto& bad) { bad["year"] = "2026"; }) == "/1/year");
    CHECK(place_after([](auto& bad) { bad["working_days"] = 250; }) == "/1/working_days");
    CHECK(place_after([](auto& bad) { bad["days_off"][1]["to"] = "2027-01-01"; }) == "/1/days_off/1/to");
    CHECK(place_after([](auto& bad) { bad["days_off"][1]["from"] = "2026-01-02"; }) == "/1/days_off/1");
    CHECK(place_after([](auto& bad) { bad["days_off"][0].erase("name"); }) == "/1/days_off/0");
    CHECK(place_after([](auto& bad) { bad["working_weekends"][0] = "2026-01-05"; }) == "/1/working_weekends/0");
    CHECK(place_after([](auto& bad) { bad["working_weekends"][1] = "2026-02-15"; }) == "/1/working_weekends/1");
    CHECK(place_after([](auto& bad) { bad["working_weekends"][1] = "2026-01-04"; }) == "/1/working_weekends/1");
    CHECK(reading_fails({good, good}).place == "/1/year");
    CHECK(reading_fails({ordered_json::array()}).place == "/0");
}
