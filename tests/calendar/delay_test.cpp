#include "engine/calendar/delay.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::calendar;
using kind = delay::kind;

TEST_CASE("a delay is read from words, singular and plural", "[delay]") {
    CHECK(parse_delay("7 working days").value() == delay{kind::working_days, 0, 0, 7});
    CHECK(parse_delay("1 working day").value() == delay{kind::working_days, 0, 0, 1});
    CHECK(parse_delay("5 days").value() == delay{kind::calendar_days, 0, 0, 5});
    CHECK(parse_delay("2 weeks").value() == delay{kind::calendar_days, 0, 0, 14});
    CHECK(parse_delay("6 months").value() == delay{kind::calendar_days, 0, 6, 0});
    CHECK(parse_delay("1 year").value() == delay{kind::calendar_days, 0, 12, 0});
    CHECK(parse_delay("36 hours").value() == delay{kind::exact, 129'600, 0, 0});
    CHECK(parse_delay("30 minutes").value() == delay{kind::exact, 1'800, 0, 0});
    CHECK(parse_delay("1 minute").value() == delay{kind::exact, 60, 0, 0});
    CHECK(parse_delay("2 seconds").value() == delay{kind::exact, 2, 0, 0});
    CHECK(parse_delay("0 seconds").value() == delay{});
}

TEST_CASE("a delay is read from an ISO 8601 duration", "[delay]") {
    CHECK(parse_delay("P6M").value() == delay{kind::calendar_days, 0, 6, 0});
    CHECK(parse_delay("P1Y2M3D").value() == delay{kind::calendar_days, 0, 14, 3});
    CHECK(parse_delay("P2W").value() == delay{kind::calendar_days, 0, 0, 14});
    CHECK(parse_delay("PT2S").value() == delay{kind::exact, 2, 0, 0});
    CHECK(parse_delay("PT1H30M").value() == delay{kind::exact, 5'400, 0, 0});
    CHECK(parse_delay("PT0S").value() == delay{});
}

TEST_CASE("what is no delay is refused", "[delay]") {
    for (const char* written :
         {"", "7", "working days", "7 workingdays", "7  days", " 7 days", "7 days ", "-1 days", "1.5 days", "0 days",
          "0 working days", "P0D", "7 fortnights", "P", "PT", "P1", "P1S", "PT1D", "P1M1Y", "P1D1D", "P1DT12H",
          "P1Y2W", "PT0.5S", "P-1D", "101 years", "2501 working days", "9999999999 seconds", "999999999 weeks",
          "P99999999999D", "7 Working Days", "working 7 days"}) {
        INFO(written);
        const auto parsed = parse_delay(written);
        REQUIRE(parsed.has_error());
        CHECK(parsed.error().reason == reason::invalid_value);
    }
}

TEST_CASE("a delay that is written can be read again", "[delay]") {
    for (const char* written : {"7 working days", "1 working day", "5 days", "18 months", "1 year", "36 hours",
                                "90 minutes", "0 seconds", "P6M15D"}) {
        const auto parsed = parse_delay(written).value();
        CHECK(to_string(parsed) == written);
        CHECK(parse_delay(to_string(parsed)).value() == parsed);
    }
}
