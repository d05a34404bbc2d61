#include "engine/statechart/rules.hpp"
#include "tests/statechart/scripted_host.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::statechart;

namespace {

struct broken_rule {
    const char* rule;
    const char* pointer;
    const char* written;
};

const broken_rule broken_rules[] = {
    {"L1", "/states/p/states/x/on/go", R"({"initial": "p", "states": {"p": {"type": "parallel", "on": {"go": "z"},
        "states": {"x": {"on": {"go": {}}}, "y": {}}}, "z": {}}})"},
    {"L1", "/states/p/states/x/on/go.on", R"({"initial": "p", "on": {"go.*": "z"}, "states": {"p": {"type": "parallel",
        "states": {"x": {"on": {"go.on": {}}}, "y": {}}}, "z": {}}})"},
    {"L2", "/states/p/states/x/on/go", R"({"initial": "p", "states": {"p": {"type": "parallel",
        "states": {"x": {"on": {"go": "y"}}, "y": {}}}}})"},
    {"L2", "/states/p/on/go", R"({"initial": "p", "states": {"p": {"type": "parallel", "on": {"go": ".x"},
        "states": {"x": {}, "y": {}}}}})"},
    {"L3", "/states/a/states/b/on/go", R"({"initial": "a", "states": {"a": {"initial": "b", "states": {
        "b": {"on": {"go": "h"}}, "h": {"type": "history", "target": "b"}}}}})"},
    {"L4", "/states/p/states/x/always", R"({"initial": "p", "states": {"p": {"type": "parallel",
        "states": {"x": {"always": {"target": "z", "guard": "g"}}, "y": {}}}, "z": {}}})"},
    {"L5", "/states/p/states/y/on/go", R"({"initial": "p", "states": {"p": {"type": "parallel",
        "states": {"x": {"initial": "i", "states": {"i": {"on": {"go": "z"}}}}, "y": {"on": {"go": "z"}}}}, "z": {}}})"},
    {"L8", "/states/7", R"({"initial": "a", "states": {"a": {}, "7": {}}})"},
};

} // namespace

TEST_CASE("each rule that a definition breaks is found at its place") {
    for (const auto& tried : broken_rules) {
        INFO(tried.rule << " at " << tried.pointer);
        const auto found = check_rules(read_chart(tried.written));
        REQUIRE(found.size() == 1);
        CHECK(found[0].rule == tried.rule);
        CHECK(found[0].pointer == tried.pointer);
        CHECK(!found[0].sentence.zh.empty());
        CHECK(!found[0].sentence.en.empty());
    }
}

TEST_CASE("a plain procedure breaks no rule") {
    CHECK(check_rules(read_chart(R"({"initial": "p", "states": {
        "p": {"type": "parallel", "on": {"stop": "z"}, "onDone": "z", "states": {
            "x": {"initial": "i", "states": {"i": {"on": {"go": "j"}}, "j": {"type": "final"}}},
            "y": {"initial": "k", "states": {"k": {"on": {"go": "l"}}, "l": {"type": "final"}}}}},
        "z": {"always": {"target": "p", "guard": "g"}}, "07": {}}})"))
              .empty());
}
