#include "tests/bench/load/histogram.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice::bench;
using namespace std::chrono_literals;

TEST_CASE("percentiles are what so many of a hundred did not exceed, to one percent") {
    histogram seen;
    for (int i = 1; i <= 10'000; ++i)
        seen.record(i * 1us);
    CHECK(seen.count() == 10'000);
    CHECK(seen.max() == 10ms);
    for (const double percent : {1.0, 50.0, 90.0, 99.0, 99.9}) {
        INFO(percent);
        const auto exact = std::chrono::nanoseconds{static_cast<std::int64_t>(percent * 100'000)};
        CHECK(seen.percentile(percent) >= exact);
        CHECK(seen.percentile(percent) <= exact + exact / 100);
    }
    CHECK(seen.percentile(100) == 10ms);
}

TEST_CASE("a rare long latency is in the tail and nowhere else") {
    histogram seen;
    for (int i = 0; i < 999; ++i)
        seen.record(100us);
    seen.record(2s);
    CHECK(seen.percentile(50) < 102us);
    CHECK(seen.percentile(99.9) < 102us);
    CHECK(seen.percentile(99.95) == 2s);
    CHECK(seen.max() == 2s);
}

TEST_CASE("nothing, next to nothing and far too much can be recorded") {
    histogram seen;
    CHECK(seen.percentile(99) == 0ns);
    seen.record(-5ns); // a clock that stepped back
    seen.record(0ns);
    seen.record(3ns);
    CHECK(seen.percentile(100) == 3ns);
    seen.record(1h);
    CHECK(seen.max() == 1h);
    CHECK(seen.percentile(100) > 4min);
}
