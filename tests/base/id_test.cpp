#include "engine/base/id.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;

TEST_CASE("ids are UUIDs of version 7 and sort by their time", "[id]") {
    const auto early =
        make_id(instant{1'700'000'000'000}, {0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff});
    const auto later = make_id(instant{1'700'000'000'001}, {});
    CHECK(early == "018bcfe5-6800-7fff-bfff-ffffffffffff");
    CHECK(early < later);
    CHECK(is_id(early));
    CHECK_FALSE(is_id("018bcfe5-6800-7fff-bfff-fffffffffffF"));
    CHECK_FALSE(is_id("018bcfe568007fffbfffffffffffffff"));
}
