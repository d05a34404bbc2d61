#include "tests/statechart/scripted_host.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::statechart;

namespace {

struct refused_definition {
    const char* what;
    const char* written;
    const char* place;
};

const refused_definition refused_definitions[] = {
    {"not an object", R"([])", "/m"},
    {"no states", R"({"id": "x"})", "/m/states"},
    {"missing initial", R"({"states": {"a": {}}})", "/m"},
    {"initial outside", R"({"initial": "a", "states": {"a": {"initial": "#b", "states": {"c": {}}}, "b": {}}})",
     "/m/states/a/initial"},
    {"unknown target", R"({"initial": "a", "states": {"a": {"on": {"go": {"target": "nowhere"}}}}})",
     "/m/states/a/on/go/target"},
    {"unknown key of a state", R"({"initial": "a", "states": {"a": {"onn": {}}}})", "/m/states/a/onn"},
    {"unknown key of a transition", R"({"initial": "a", "states": {"a": {"on": {"go": {"traget": "a"}}}}})",
     "/m/states/a/on/go/traget"},
    {"unknown key of an action", R"({"initial": "a", "states": {"a": {"entry": [{"type": "x", "amount": 1}]}}})",
     "/m/states/a/entry/0/amount"},
    {"duplicate id", R"({"initial": "a", "states": {"a": {"id": "x"}, "b": {"id": "x"}}})", "/m/states/b"},
    {"unknown type", R"({"initial": "a", "states": {"a": {"type": "loop"}}})", "/m/states/a/type"},
    {"parallel without states", R"({"initial": "a", "states": {"a": {"type": "parallel"}}})", "/m/states/a/type"},
    {"guard that is no text", R"({"initial": "a", "states": {"a": {"on": {"go": {"guard": true}}}}})",
     "/m/states/a/on/go/guard"},
    {"reenter that is no flag", R"({"initial": "a", "states": {"a": {"on": {"go": {"reenter": 1}}}}})",
     "/m/states/a/on/go/reenter"},
    {"star inside a name", R"({"initial": "a", "states": {"a": {"on": {"g*o": "a"}}}})", "/m/states/a/on/g*o"},
    {"timer without delay", R"({"initial": "a", "states": {"a": {"after": [{"target": "a"}]}}})",
     "/m/states/a/after/0"},
    {"timers as an object", R"({"initial": "a", "states": {"a": {"after": {"10": "a"}}}})", "/m/states/a/after"},
    {"history without default", R"({"initial": "a", "states": {"a": {}, "h": {"type": "history"}}})", "/m/states/h"},
    {"history to a history",
     R"({"initial": "a", "states": {"a": {}, "h": {"type": "history", "target": "k"}, "k": {"type": "history", "target": "a"}}})",
     "/m/states/h/target"},
    {"events of a final state", R"({"initial": "a", "states": {"a": {"type": "final", "on": {}}}})", "/m/states/a/on"},
    {"targets that exclude each other",
     R"({"initial": "a", "states": {"a": {"on": {"go": {"target": ["a", "b"]}}}, "b": {}}})",
     "/m/states/a/on/go/target"},
    {"a history state of a parallel state beside a state in one of its regions",
     R"({"initial": "a", "states": {"a": {"on": {"go": {"target": ["#h", "#d"]}}}, "p": {"type": "parallel", "states": {
         "r": {"initial": "c", "states": {"c": {}, "d": {}}}, "q": {}, "h": {"type": "history", "target": "#c"}}}}})",
     "/m/states/a/on/go/target"},
    {"raise without event", R"({"initial": "a", "states": {"a": {"entry": [{"type": "raise"}]}}})",
     "/m/states/a/entry/0/params"},
    {"tags that are no list", R"({"initial": "a", "states": {"a": {"tags": "x"}}})", "/m/states/a/tags"},
    {"a point in a name", R"({"initial": "a", "states": {"a": {}, "b.c": {}}})", "/m/states/b.c"},
    {"onDone of the root", R"({"initial": "a", "onDone": "a", "states": {"a": {}}})", "/m/onDone"},
};

} // namespace

TEST_CASE("a faulty definition is refused with the place of the fault") {
    for (const auto& tried : refused_definitions) {
        INFO(tried.what);
        const auto read = chart::read(ordered_json::parse(tried.written), "/m");
        REQUIRE(read.has_error());
        CHECK(read.error().reason == reason::definition_invalid);
        CHECK(read.error().place == tried.place);
        CHECK(!read.error().explanation.zh.empty());
        CHECK(!read.error().requirements.empty());
    }
}

TEST_CASE("all faults of a definition are listed at once") {
    const auto read = chart::read(ordered_json::parse(
        R"({"initial": "x", "states": {"a": {"on": {"go": "nowhere", "come": {"target": "b", "gard": "1"}}}}})"));
    REQUIRE(read.has_error());
    CHECK(read.error().requirements.size() == 4);
}

TEST_CASE("nesting past the bound is refused and does not exhaust the stack") {
    auto written = ordered_json::object();
    for (std::size_t level = 0; level < 200; ++level) {
        written = ordered_json{{"initial", "a"}, {"states", {{"a", written}}}};
    }
    CHECK(!chart::read(written));
}

TEST_CASE("targets are found by id, by unique key, among siblings and outward") {
    const auto read = read_chart(R"({"initial": "a", "states": {
        "a": {"initial": "b", "on": {"inner": ".b"}, "states": {
            "b": {"on": {"sibling": "c", "outward": "d", "path": "d.e", "key": "#e", "id": "#far"}}, "c": {}}},
        "d": {"initial": "e", "states": {"e": {}, "f": {"id": "far"}}}}})");
    const auto target = [&](std::size_t number) {
        return read.states()[read.transitions()[number].targets.front()].path;
    };
    CHECK(target(0) == "a.b");
    CHECK(target(1) == "a.c");
    CHECK(target(2) == "d");
    CHECK(target(3) == "d.e");
    CHECK(target(4) == "d.e");
    CHECK(target(5) == "d.f");
}

TEST_CASE("extension keys pass where the options allow them") {
    const auto written = ordered_json::parse(R"({"initial": "a", "states": {"a": {"colour": "red"}}})");
    CHECK(!chart::read(written));
    read_options options;
    options.state_extensions.insert("colour");
    const auto read = chart::read(written, "", options);
    REQUIRE(read.has_value());
    CHECK(read->states()[1].definition["colour"] == "red");
}
