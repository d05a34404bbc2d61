#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

TEST_CASE("timestamps and durations are written as they are read", "[cel]") {
    for (const std::string written : {"0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999999Z",
                                      "2026-02-28T12:30:05.25Z", "9999-12-31T23:59:59.999999999Z"})
        CHECK(to_string(parse_timestamp(written).value()) == written);
    CHECK(to_string(parse_timestamp("2026-03-02T09:30:00+08:00").value()) == "2026-03-02T01:30:00Z");
    for (const std::string wrong : {"2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00", "2026-01-01",
                                    "0001-01-01T00:00:00+01:00", "2026-01-01T00:00:00.Z", "2026-01-01T00:00:60Z",
                                    "0000-01-01T00:00:00Z", "2026-01-01T00:00:00+8:00", "2026-01-01 00:00:00Z"})
        CHECK_FALSE(parse_timestamp(wrong).has_value());
    CHECK(to_string(parse_duration("1h30m").value()) == "5400s");
    CHECK(to_string(parse_duration("-1.5s").value()) == "-1.5s");
    CHECK(to_string(parse_duration("1.5h0.25s").value()) == "5400.25s");
    CHECK(to_string(parse_duration("1500ms").value()) == "1.5s");
    CHECK(to_string(parse_duration("-1ns").value()) == "-0.000000001s");
    CHECK(to_string(parse_duration("0").value()) == "0s");
    CHECK(parse_duration("9223372036.854775807s").has_value());
    for (const std::string wrong : {"", "-", "s", "1", "1x", "1s ", "9223372036.854775808s", "-9223372036.854775809s",
                                    "99999999999999999999h", ".s", "1.s"})
        CHECK_FALSE(parse_duration(wrong).has_value());
}

TEST_CASE("an instant becomes the same timestamp", "[cel]") {
    CHECK(to_string(to_timestamp(parse_rfc3339("2026-03-02T09:30:00.125+08:00").value())) ==
          "2026-03-02T01:30:00.125Z");
    CHECK(to_timestamp(instant{-1}) == timestamp{-1, 999'000'000});
}

TEST_CASE("parts of a time are read in a zone", "[cel]") {
    const auto at = [](std::string_view getter) {
        return evaluated("timestamp('2026-03-01T18:30:05.125Z')." + std::string{getter});
    };
    CHECK(at("getDate()") == "1");
    CHECK(at("getDate('Asia/Shanghai')") == "2");
    CHECK(at("getHours('Asia/Shanghai')") == "2");
    CHECK(at("getHours('+08:00')") == "2");
    CHECK(at("getHours('-03:30')") == "15");
    CHECK(at("getMinutes('-03:30')") == "0");
    CHECK(at("getDayOfWeek()") == "0");
    CHECK(at("getDayOfYear('Asia/Shanghai')") == "60");
    CHECK(at("getMonth()") == "2");
    CHECK(at("getFullYear('UTC')") == "2026");
    CHECK(at("getMilliseconds()") == "125");
    CHECK(at("getHours('Mars/Olympus')") == "error: unknown time zone: Mars/Olympus");
    CHECK(evaluated("timestamp('2026-07-01T18:00:00Z').getHours('US/Central')") == "13");
    CHECK(evaluated("timestamp('2026-01-01T18:00:00Z').getHours('America/Chicago')") == "12");
    CHECK(
        evaluated("timestamp('1999-01-01T18:00:00Z').getHours('US/Central')").starts_with("error: unknown time zone"));
}

TEST_CASE("summer time begins and ends to the second", "[cel]") {
    const auto chicago = [](std::string_view when) { return zone_offset("US/Central", parse_timestamp(when).value()); };
    CHECK(chicago("2026-03-08T07:59:59Z") == -6 * 3'600);
    CHECK(chicago("2026-03-08T08:00:00Z") == -5 * 3'600);
    CHECK(chicago("2026-11-01T06:59:59Z") == -5 * 3'600);
    CHECK(chicago("2026-11-01T07:00:00Z") == -6 * 3'600);
}

TEST_CASE("well-known zones follow their own summers", "[cel]") {
    const auto offset = [](std::string_view zone, std::string_view when) {
        return zone_offset(zone, parse_timestamp(when).value()).value() / 60;
    };
    CHECK(offset("Australia/Sydney", "2009-02-13T23:31:30Z") == 11 * 60);
    CHECK(offset("Australia/Sydney", "2026-04-04T15:59:59Z") == 11 * 60);
    CHECK(offset("Australia/Sydney", "2026-04-04T16:00:00Z") == 10 * 60);
    CHECK(offset("Europe/Berlin", "2026-03-29T00:59:59Z") == 60);
    CHECK(offset("Europe/Berlin", "2026-03-29T01:00:00Z") == 120);
    CHECK(offset("America/St_Johns", "2009-02-13T02:00:00Z") == -210);
    CHECK(offset("America/St_Johns", "2026-07-01T00:00:00Z") == -150);
    CHECK(offset("Pacific/Auckland", "2026-12-31T00:00:00Z") == 13 * 60);
    CHECK(offset("Asia/Kathmandu", "1999-01-01T00:00:00Z") == 345);
    CHECK(offset("+05:30", "2026-01-01T00:00:00Z") == 330);
}

TEST_CASE("times are added and subtracted within their range", "[cel]") {
    CHECK(evaluated("timestamp('2026-03-02T00:00:00Z') - timestamp('2026-03-01T00:00:00Z') == duration('24h')") ==
          "true");
    CHECK(evaluated("timestamp('2026-03-02T00:00:00Z') - duration('0.5s')") == "\"2026-03-01T23:59:59.5Z\"");
    CHECK(evaluated("timestamp('9999-12-31T23:59:59Z') + duration('1s')") == "error: time out of range");
    CHECK(evaluated("timestamp('9999-12-31T23:59:59Z') - timestamp('0001-01-01T00:00:00Z')") ==
          "error: time out of range");
    CHECK(evaluated("duration('-90.5s').getSeconds()") == "-90");
    CHECK(evaluated("duration('-90.5s').getMilliseconds()") == "-500");
    CHECK(evaluated("duration('5400s').getHours()") == "1");
}
