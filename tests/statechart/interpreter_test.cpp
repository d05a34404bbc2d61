#include "tests/statechart/scripted_host.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::statechart;

using names = std::vector<std::string>;

TEST_CASE("a guard that errors refuses the event and changes nothing") {
    const auto tried =
        read_chart(R"({"initial": "a", "states": {"a": {"on": {"go": {"guard": "error", "target": "b"}}}, "b": {}}})");
    scripted_host host;
    const auto before = start(tried, host)->after;
    const auto kept = before;
    const auto refused = send(tried, before, {"go", nullptr}, host);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == reason::guard_failed);
    CHECK(before == kept);
}

TEST_CASE("an action that is refused refuses the whole step") {
    const auto tried =
        read_chart(R"({"initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"entry": ["fail"]}}})");
    scripted_host host;
    const auto now = start(tried, host)->after;
    const auto refused = send(tried, now, {"go", nullptr}, host);
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == reason::fund_exhausted);
}

TEST_CASE("steps without end are refused") {
    scripted_host host;
    const auto spinning = read_chart(R"({"initial": "a", "states": {"a": {"always": "b"}, "b": {"always": "a"}}})");
    REQUIRE(start(spinning, host).has_error());
    CHECK(start(spinning, host).error().reason == reason::cost_exceeded);
    const auto echoing =
        read_chart(R"({"initial": "a", "states": {"a": {"on": {"go": {"actions": ["raise_again"]}}}}})");
    const auto now = start(echoing, host)->after;
    REQUIRE(send(echoing, now, {"go", nullptr}, host).has_error());
}

TEST_CASE("the more specific event descriptor wins") {
    const auto tried = read_chart(R"({"initial": "a", "states": {"a": {"on": {
        "*": "any", "pay.*": "short", "pay.late.*": "long", "pay.late.now": "exact"}},
        "any": {}, "short": {}, "long": {}, "exact": {}}})");
    scripted_host host;
    const auto now = start(tried, host)->after;
    const auto reached = [&](const char* type) {
        return states_of(tried, send(tried, now, {type, nullptr}, host)->after)[0];
    };
    CHECK(reached("pay.late.now") == "exact");
    CHECK(reached("pay.late.soon") == "long");
    CHECK(reached("pay.late") == "long");
    CHECK(reached("pay") == "short");
    CHECK(reached("payment") == "any");
}

TEST_CASE("a timer starts with its state, fires its own transition only, and stops when the state is left") {
    const auto tried = read_chart(R"({"initial": "a", "states": {
        "a": {"on": {"*": "c"}, "after": [{"delay": "5 working days", "actions": ["remind"]}, {"delay": "7 working days", "target": "b"}]},
        "b": {}, "c": {}}})");
    scripted_host host;
    const auto now = start(tried, host)->after;
    CHECK(host.log == names{"entered __root", "entered a", "started a#0", "started a#1"});
    host.log.clear();
    const auto reminded = fire(tried, now, "a#0", host);
    REQUIRE(reminded.has_value());
    CHECK(reminded->accepted);
    CHECK(host.log == names{"remind"});
    host.log.clear();
    const auto left = fire(tried, reminded->after, "a#1", host);
    REQUIRE(left.has_value());
    CHECK(host.log == names{"stopped a#0", "stopped a#1", "exited a", "entered b"});
    CHECK(fire(tried, left->after, "a#1", host).error().reason == reason::event_not_possible);
    CHECK(fire(tried, left->after, "a#9", host).error().reason == reason::event_unknown);
}

TEST_CASE("a transition to its own state leaves and enters it again; one to its inside does not") {
    const auto tried = read_chart(R"({"initial": "a", "states": {"a": {"initial": "b",
        "on": {"again": "a", "inside": ".b", "whole": {"target": ".b", "reenter": true}}, "states": {"b": {}}}}})");
    scripted_host host;
    const auto now = start(tried, host)->after;
    const auto log_of = [&](const char* type) {
        host.log.clear();
        REQUIRE(send(tried, now, {type, nullptr}, host).has_value());
        return host.log;
    };
    CHECK(log_of("again") == names{"exited a.b", "exited a", "entered a", "entered a.b"});
    CHECK(log_of("inside") == names{"exited a.b", "entered a.b"});
    CHECK(log_of("whole") == names{"exited a.b", "exited a", "entered a", "entered a.b"});
}

TEST_CASE("done events of nested parallel states propagate") {
    const auto tried = read_chart(R"({"initial": "p", "states": {
        "p": {"type": "parallel", "onDone": "over", "states": {
            "q": {"type": "parallel", "states": {
                "x": {"initial": "x1", "states": {"x1": {"on": {"go": "x2"}}, "x2": {"type": "final"}}},
                "y": {"initial": "y1", "states": {"y1": {"on": {"go": "y2"}}, "y2": {"type": "final"}}}}},
            "r": {"initial": "r1", "states": {"r1": {"on": {"go": "r2"}}, "r2": {"type": "final"}}}}},
        "over": {"type": "final"}}})");
    scripted_host host;
    const auto taken = send(tried, start(tried, host)->after, {"go", nullptr}, host);
    REQUIRE(taken.has_value());
    CHECK(taken->after.done);
    CHECK(states_of(tried, taken->after) == json::parse(R"(["over"])"));
    const auto ignored = send(tried, taken->after, {"go", nullptr}, host);
    REQUIRE(ignored.has_value());
    CHECK(!ignored->accepted);
}

TEST_CASE("a region that is a final state itself does not end the parallel state before the others") {
    const auto tried = read_chart(R"({"initial": "p", "states": {
        "p": {"type": "parallel", "onDone": "end", "states": {
            "r": {"type": "final"},
            "q": {"initial": "a", "states": {"a": {"on": {"go": "b"}}, "b": {"type": "final"}}}}},
        "end": {}}})");
    scripted_host host;
    const auto begun = start(tried, host)->after;
    CHECK(states_of(tried, begun) == json{"p.r", "p.q.a"});
    CHECK(states_of(tried, send(tried, begun, {"go", {}}, host)->after) == json{"end"});
}

TEST_CASE("an event that nothing handles is not accepted and changes nothing") {
    const auto tried =
        read_chart(R"({"initial": "a", "states": {"a": {"on": {"go": {"guard": "false", "target": "b"}}}, "b": {}}})");
    scripted_host host;
    const auto now = start(tried, host)->after;
    for (const auto* type : {"go", "unheard"}) {
        const auto taken = send(tried, now, {type, nullptr}, host);
        REQUIRE(taken.has_value());
        CHECK(!taken->accepted);
        CHECK(taken->taken.empty());
        CHECK(taken->after == now);
    }
}

TEST_CASE("what can be done now comes from the inside outward, without timers and eventless transitions") {
    const auto tried = read_chart(R"({"initial": "a", "states": {"a": {"initial": "b", "on": {"withdraw": "z"},
        "after": [{"delay": "1 day", "target": "z"}],
        "states": {"b": {"on": {"*": "c", "submit": "c"}, "always": {"guard": "false", "target": "c"}}, "c": {}}}, "z": {}}})");
    scripted_host host;
    names found;
    for (const auto number : candidates(tried, start(tried, host)->after))
        found.push_back(tried.transitions()[number].event);
    CHECK(found == names{"submit", "*", "withdraw"});
}
