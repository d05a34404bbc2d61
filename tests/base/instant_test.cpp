#include "engine/base/instant.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;

TEST_CASE("an instant is written in local time and read with any offset", "[instant]") {
    const auto noon = parse_rfc3339("2026-03-02T12:00:00+08:00").value();
    CHECK(to_rfc3339(noon) == "2026-03-02T12:00:00+08:00");
    CHECK(parse_rfc3339("2026-03-02T04:00:00Z").value() == noon);
    CHECK(parse_rfc3339("2026-03-01T23:00:00-05:00").value() == noon);
    CHECK(to_rfc3339(parse_rfc3339("2026-03-02T12:00:00.0509+08:00").value()) == "2026-03-02T12:00:00.050+08:00");
}

TEST_CASE("what is not RFC 3339 is refused", "[instant]") {
    for (const char* written : {"", "2026-03-02", "2026-03-02T12:00:00", "2026-02-30T12:00:00Z", "2026-03-02T24:00:00Z",
                                "2026-03-02 12:00:00Z", "2026-03-02T12:00:00.Z", "2026-03-02T12:00:00+0800",
                                "1969-12-31T00:00:00Z", "2026-03-02T12:00:00+08:00x"})
        CHECK(parse_rfc3339(written).has_error());
}

TEST_CASE("a local day begins at midnight in China", "[instant]") {
    const auto last = parse_rfc3339("2026-03-02T23:59:59.999+08:00").value();
    CHECK(to_iso(local_date(last)) == "2026-03-02");
    CHECK(to_iso(local_date({last.milliseconds + 1})) == "2026-03-03");
    CHECK(start_of(local_date(last)) == parse_rfc3339("2026-03-01T16:00:00Z").value());
    CHECK(parse_iso_date("2026-02-29").has_error());
}
