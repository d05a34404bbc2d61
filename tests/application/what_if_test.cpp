#include "engine/application/what_if.hpp"
#include "tests/application/small_fund.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::application;
using sluice::test::changed_small;
using sluice::test::read_small;
using sluice::test::small_life;
using sluice::test::small_workflow;

namespace {

what_if_outcome try_on(const small_life& life, const programme::programme& draft, const char* until) {
    what_if_sources sources;
    sources.fund = without_application(life.known.fund, life.state_.money);
    sources.until = parse_rfc3339(until).value();
    sources.facts_at = [&](const record& from, const command&, const application_state&) {
        auto known = life.known;
        known.actor = {from.actor, "", {from.actor, "applicant", "officer", "director", "finance", "reviewer"}};
        if (from.kind == "fire_timer") known.actor = {"", "", {"system"}};
        return known;
    };
    return replay_under(draft, life.records, sources);
}

/// Paid from submission to the end, by people with different offices.
small_life paid() {
    small_life life{read_small(small_workflow())};
    life.send("submit", "applicant");
    life.send("pay", "director");
    life.carry_out(advance_payment{"only", "prepare", ""}, "officer");
    life.carry_out(advance_payment{"only", "approve", ""}, "director");
    life.carry_out(advance_payment{"only", "record", "ref"}, "finance");
    REQUIRE(life.state_.ended);
    return life;
}

ordered_json& states(ordered_json& workflow) {
    return workflow["workflow"]["states"];
}

} // namespace

TEST_CASE("under its own version an application goes as it went", "[what-if]") {
    const auto life = paid();
    const auto outcome = try_on(life, *life.rules, "2026-04-01T00:00:00+08:00");
    CHECK_FALSE(outcome.refused);
    CHECK(outcome.steps == life.records.size());
    CHECK(to_json(outcome.ended_as) == to_json(life.state_));
}

TEST_CASE("a panel's votes are given again", "[what-if]") {
    small_life life{read_small(small_workflow())};
    life.send("submit", "applicant");
    life.send("review");
    life.known.experts = {{"e1", "", "", review::expertise::technical, {}},
                          {"e2", "", "", review::expertise::technical, {}}};
    life.carry_out(assign_members{"experts", {"e1", "e2"}});
    life.carry_out(cast_vote{"experts", "approve"}, "reviewer", "e1");
    life.carry_out(cast_vote{"experts", "reject"}, "reviewer", "e2");
    const auto outcome = try_on(life, *life.rules, "2026-04-01T00:00:00+08:00");
    CHECK_FALSE(outcome.refused);
    CHECK(outcome.ended_as.active_leaves() == std::vector<std::string>{"waiting"});
    auto as_it_was = life.state_;
    for (auto& [name, seats] : as_it_was.panels) // an id of the trial's own
        seats.seed = outcome.ended_as.panels.at(name).seed;
    CHECK(to_json(outcome.ended_as) == to_json(as_it_was));
}

TEST_CASE("what the draft pays differently is seen in the money", "[what-if]") {
    const auto life = paid();
    const auto draft = changed_small([](ordered_json& workflow) {
        states(workflow)["check"]["on"]["pay"]["actions"][0]["params"]["amount"]["amount"] = "7.00";
    });
    const auto outcome = try_on(life, *draft, "2026-04-01T00:00:00+08:00");
    CHECK_FALSE(outcome.refused);
    CHECK(outcome.ended_as.money.paid == fen{700});
    CHECK(life.state_.money.paid == fen{1'000});
}

TEST_CASE("the step that the draft refuses is named, with its reason", "[what-if]") {
    const auto life = paid();
    const auto stricter = changed_small([](ordered_json& workflow) {
        states(workflow)["check"]["on"]["pay"]["requires"] = ordered_json::array(
            {{{"id", "visited"}, {"that", "vars.visits > 0"}, {"else", {{"zh", "须先走访"}, {"en", "Visit first"}}}}});
    });
    const auto outcome = try_on(life, *stricter, "2026-04-01T00:00:00+08:00");
    REQUIRE(outcome.refused);
    CHECK(outcome.refused->number == 3);
    CHECK(outcome.refused->event == "pay");
    CHECK(outcome.refused->why.reason == reason::requirement_not_met);
    CHECK(outcome.refused->why.requirements.front().id == "visited");
    CHECK(outcome.steps == 2);
}

TEST_CASE("the draft's own timers fire between the recorded acts and after them", "[what-if]") {
    small_life life{read_small(small_workflow())};
    life.send("submit", "applicant");
    life.at("2026-03-05T09:00:00+08:00");
    life.send("visit");
    const auto faster = changed_small(
        [](ordered_json& workflow) { states(workflow)["check"]["after"][0]["delay"] = "1 working days"; });
    const auto outcome = try_on(life, *faster, "2026-04-01T00:00:00+08:00");
    REQUIRE(outcome.refused); // it was waiting already
    CHECK(outcome.refused->event == "visit");
    CHECK(outcome.refused->why.reason == reason::event_not_possible);

    const auto later = try_on(life, *life.rules, "2026-03-31T00:00:00+08:00");
    CHECK_FALSE(later.refused);
    CHECK(later.ended_as.active_leaves() == std::vector<std::string>{"waiting"});
    const auto sooner = try_on(life, *life.rules, "2026-03-06T00:00:00+08:00");
    CHECK(sooner.ended_as.active_leaves() == std::vector<std::string>{"check"});
}

TEST_CASE("what the draft has ended takes no more commands", "[what-if]") {
    const auto life = paid();
    const auto shortcut =
        changed_small([](ordered_json& workflow) { states(workflow)["draft"]["on"]["submit"]["target"] = "closed"; });
    const auto outcome = try_on(life, *shortcut, "2026-04-01T00:00:00+08:00");
    CHECK_FALSE(outcome.refused);
    CHECK(outcome.ended_early);
    CHECK(outcome.ended_as.ended);
    CHECK(outcome.steps == 2);
}

TEST_CASE("the application's own money counts as available to it", "[what-if]") {
    auto life = paid();
    life.known.fund.appropriation -= life.known.fund.available; // the fund is empty by now
    life.known.fund.available = fen{};
    const auto outcome = try_on(life, *life.rules, "2026-04-01T00:00:00+08:00");
    CHECK_FALSE(outcome.refused);
    CHECK(outcome.ended_as.money.paid == fen{1'000});
}
