#include "tests/statechart/scripted_host.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::statechart;

namespace {

constexpr const char* written_chart = R"({"initial": "p", "states": {
    "p": {"type": "parallel", "on": {"pause": "z"}, "states": {
        "x": {"initial": "x1", "states": {"x1": {"on": {"go": "x2"}}, "x2": {}, "h": {"type": "history", "target": "x1"}}},
        "y": {}}},
    "z": {"on": {"resume": "#h"}}}})";

} // namespace

TEST_CASE("a snapshot survives being written and read, history included") {
    const auto tried = read_chart(written_chart);
    scripted_host host;
    auto now = start(tried, host)->after;
    for (const auto* type : {"go", "pause"})
        now = send(tried, now, {type, nullptr}, host)->after;
    CHECK(statechart::to_json(tried, now) ==
          json::parse(R"({"states": ["z"], "history": {"p.x.h": ["p.x.x2"]}, "done": false})"));
    const auto read = statechart::from_json(tried, statechart::to_json(tried, now));
    REQUIRE(read.has_value());
    CHECK(*read == now);
    CHECK(states_of(tried, send(tried, *read, {"resume", nullptr}, host)->after) ==
          json::parse(R"(["p.x.x2", "p.y"])"));
}

TEST_CASE("a snapshot that cannot be is refused") {
    const auto tried = read_chart(written_chart);
    for (const auto* written :
         {R"([])", R"({})", R"({"states": "z"})", R"({"states": []})", R"({"states": ["nowhere"]})",
          R"({"states": ["p.y"]})", R"({"states": ["p.y", "p.x.x1", "z"]})", R"({"states": ["p.y", "p.x.h"]})",
          R"({"states": ["p"]})", R"({"states": ["z"], "done": 1})", R"({"states": ["z"], "history": []})",
          R"({"states": ["z"], "history": {"z": ["z"]}})", R"({"states": ["z"], "history": {"p.x.h": ["z"]}})"}) {
        INFO(written);
        const auto read = statechart::from_json(tried, json::parse(written));
        REQUIRE(read.has_error());
        CHECK(read.error().reason == reason::invalid_value);
    }
}
