#include "engine/application/migration.hpp"
#include "tests/application/small_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::application;
using sluice::test::changed_small;
using sluice::test::read_small;
using sluice::test::small_life;
using sluice::test::small_workflow;

namespace {

using version = std::shared_ptr<const programme::programme>;

migration_outcome judge(const small_life& life, const version& to, migration_rules rules = {},
                        std::set<std::string> ever = {}) {
    const auto plan = migration::prepare(*life.rules, *to, std::move(rules));
    REQUIRE(plan.has_value());
    return plan->judge(life.state_, life.known, [&] { return ever; });
}

/// The only reason for which it cannot move; or all of them.
std::string reason_of(const migration_outcome& outcome) {
    if (outcome.verdict == migration_verdict::moves) return "moves";
    std::string all;
    for (const auto& each : outcome.reasons) {
        CHECK_FALSE(each.explanation.zh.empty());
        CHECK_FALSE(each.explanation.en.empty());
        all += (all.empty() ? "" : " ") + each.id;
    }
    return all;
}

small_life submitted() {
    small_life life{read_small(small_workflow())};
    life.send("submit", "applicant");
    return life;
}

ordered_json& states(ordered_json& workflow) {
    return workflow["workflow"]["states"];
}

/// As it is after moving.
application_state moved(const small_life& life, const version& to, migration_rules rules = {}) {
    const auto outcome = judge(life, to, std::move(rules));
    INFO(reason_of(outcome));
    REQUIRE(outcome.migrated);
    auto after = life.state_;
    apply(after, *outcome.migrated, "adam", life.known.now);
    return after;
}

void rename_check(ordered_json& workflow) {
    auto& all = states(workflow);
    all["desk"] = all["check"];
    all.erase("check");
    all["draft"]["on"]["submit"]["target"] = "desk";
    all["waiting"]["on"]["resume"]["target"] = "desk";
}

std::string due(const application_state& state, const char* timer) {
    return to_rfc3339(state.timers.at(timer).due_at);
}

} // namespace

TEST_CASE("an application moves to the state of the same name, with its variables", "[migration]") {
    auto life = submitted();
    life.send("visit");
    const auto to = changed_small([](ordered_json& workflow) {
        workflow["variables"]["fresh"] = {{"type", "integer"}, {"initial", 7}};
    });
    const auto after = moved(life, to);
    CHECK(after.definition_version == "2");
    CHECK(after.active_leaves() == life.state_.active_leaves());
    CHECK(after.variables.at("visits") == 1);
    CHECK(after.variables.at("fresh") == 7);
}

TEST_CASE("a state that was renamed needs to be named", "[migration]") {
    auto life = submitted();
    const auto to = changed_small(rename_check);
    CHECK(reason_of(judge(life, to)) == "state_gone");
    CHECK(moved(life, to, {{{"check", "desk"}}, {}, {}}).active_leaves() == std::vector<std::string>{"desk"});
    CHECK(reason_of(judge(life, to, {{{"check", "closed"}}, {}, {}})) == "would_end");
    CHECK(reason_of(judge(life, to, {{{"check", "notice"}}, {}, {}})) == "state_not_innermost");
    CHECK_FALSE(migration::prepare(*life.rules, *to, {{{"check", "nowhere"}}, {}, {}}).has_value());
    CHECK_FALSE(migration::prepare(*life.rules, *to, {{{"nowhere", "desk"}}, {}, {}}).has_value());
}

TEST_CASE("an application that has ended stays", "[migration]") {
    auto life = submitted();
    life.send("end");
    const auto outcome = judge(life, changed_small(rename_check));
    CHECK(outcome.verdict == migration_verdict::stays);
    CHECK(outcome.reasons.front().id == "ended");
}

TEST_CASE("a region that the new version adds keeps an application from moving", "[migration]") {
    auto life = submitted();
    life.send("wait");
    const auto to = changed_small([](ordered_json& workflow) {
        auto waiting = states(workflow)["waiting"];
        waiting.erase("on");
        states(workflow)["both"] = {{"type", "parallel"},
                                    {"title",
                                     {{
                                          "zh",
                                          "并行",
                                      },
                                      {"en", "Both"}}},
                                    {"states",
                                     {{"one", {{"initial", "waiting_here"}, {"states", {{"waiting_here", waiting}}}}},
                                      {"two", {{"initial", "other"}, {"states", {{"other", waiting}}}}}}}};
    });
    const auto outcome =
        judge(life, to, {{{"waiting", to->chart->states()[*to->chart->find("#waiting_here")].id}}, {}, {}});
    CHECK(reason_of(outcome) == "not_together");
}

TEST_CASE("a state that goes on by itself cannot be stood in", "[migration]") {
    auto life = submitted();
    life.send("wait");
    const auto with_guard = [](const char* guard) {
        return changed_small([guard](ordered_json& workflow) {
            states(workflow)["waiting"]["always"] = ordered_json::array({{{"target", "closed"}, {"guard", guard}}});
        });
    };
    CHECK(reason_of(judge(life, with_guard("vars.visits == 0"))) == "not_at_rest");
    CHECK(reason_of(judge(life, with_guard("1 / vars.visits == 1"))) == "not_at_rest");
    CHECK(reason_of(judge(life, with_guard("vars.visits > 0"))) == "moves");
}

TEST_CASE("what everything inside has finished must not be missed", "[migration]") {
    auto life = submitted();
    life.send("wait");
    const auto to = changed_small([](ordered_json& workflow) {
        states(workflow)["stage"] = {{"initial", "begin"},
                                     {"title", {{"zh", "段"}, {"en", "Stage"}}},
                                     {"states",
                                      {{"begin", {{"title", {{"zh", "始"}, {"en", "Begin"}}}}},
                                       {"over", {{"type", "final"}, {"title", {{"zh", "毕"}, {"en", "Over"}}}}}}},
                                     {"onDone", {{"target", "closed"}}}};
    });
    const auto id = to->chart->states()[*to->chart->find("#over")].id;
    CHECK(reason_of(judge(life, to, {{{"waiting", id}}, {}, {}})) == "would_end");
}

TEST_CASE("a variable that has a value must have somewhere to go", "[migration]") {
    auto life = submitted();
    const auto gone = changed_small([](ordered_json& workflow) {
        workflow["variables"].erase("visits");
        states(workflow)["check"]["on"].erase("visit");
        states(workflow)["check"]["on"]["pay"].erase("separate_from");
    });
    const auto retyped = changed_small([](ordered_json& workflow) {
        workflow["variables"]["visits"]["type"] = "string";
        states(workflow)["check"]["on"]["visit"].erase("actions");
    });
    CHECK(reason_of(judge(life, gone)) == "moves");
    CHECK(reason_of(judge(life, retyped)) == "moves");
    life.state_.variables["visits"] = 3;
    CHECK(reason_of(judge(life, gone)) == "variable_gone");
    CHECK(reason_of(judge(life, retyped)) == "variable_retyped");
    CHECK(reason_of(judge(life, gone, {{}, {{"visits", std::nullopt}}, {}})) == "moves");

    const auto renamed = changed_small([](ordered_json& workflow) {
        workflow["variables"]["calls"] = workflow["variables"]["visits"];
        workflow["variables"].erase("visits");
        states(workflow)["check"]["on"]["visit"].erase("actions");
    });
    CHECK(moved(life, renamed, {{}, {{"visits", "calls"}}, {}}).variables.at("calls") == 3);
    CHECK_FALSE(migration::prepare(*life.rules, *renamed, {{}, {{"visits", "nothing"}}, {}}).has_value());
}

TEST_CASE("a panel under way must be there, and work in the same way", "[migration]") {
    auto life = submitted();
    life.send("review");
    CHECK(reason_of(judge(life, changed_small([](ordered_json& workflow) {
                              workflow["panels"]["others"] = workflow["panels"]["experts"];
                              workflow["panels"].erase("experts");
                              states(workflow)["reviewing"]["entry"][0]["params"]["panel"] = "others";
                          }))) == "panel_gone");
    CHECK(reason_of(judge(life, changed_small([](ordered_json& workflow) {
                              workflow["panels"]["experts"] = {
                                  {"method", "score"},
                                  {"size", 1},
                                  {"assign", ordered_json::array({"officer"})},
                                  {"pass_score", 60},
                                  {"rubric",
                                   {{"criteria", ordered_json::array({{{"id", "all"},
                                                                       {"title",
                                                                        {{
                                                                             "zh",
                                                                             "总",
                                                                         },
                                                                         {"en", "All"}}},
                                                                       {"weight", 100}}})}}}};
                          }))) == "panel_differs");
    life.known.experts = {{"e1", "", "", review::expertise::technical, {}},
                          {"e2", "", "", review::expertise::technical, {}}};
    life.carry_out(assign_members{"experts", {"e1", "e2"}});
    life.carry_out(cast_vote{"experts", "approve"}, "reviewer", "e1");
    life.carry_out(cast_vote{"experts", "reject"}, "reviewer", "e2");
    REQUIRE(life.state() == "waiting");
    const auto with = [](const char* key, const char* fraction) {
        return changed_small([=](ordered_json& workflow) { workflow["panels"]["experts"][key] = fraction; });
    };
    CHECK(reason_of(judge(life, with("quorum", "1/2"))) == "moves");
    CHECK(reason_of(judge(life, with("majority", "1/2"))) == "panel_outcome_changes");
}

TEST_CASE("payments and notices under way, and money, must have a counterpart", "[migration]") {
    auto life = submitted();
    life.send("announce");
    CHECK(reason_of(judge(life, changed_small([](ordered_json& workflow) {
                              states(workflow)["notice"]["states"]["running"]["after"][0].erase("actions");
                          }))) == "notice_gone");

    auto paying = submitted();
    paying.send("pay", "director");
    CHECK(reason_of(judge(paying, changed_small([](ordered_json& workflow) {
                              states(workflow)["paying"]["entry"][1]["params"]["instalment"] = "another";
                          }))) == "payment_gone");
    CHECK(reason_of(judge(paying, changed_small([](ordered_json& workflow) {
                              workflow["payments"]["instrument"] = "investment";
                          }))) == "payment_differs");
    CHECK(reason_of(judge(paying, changed_small([](ordered_json& workflow) { workflow["fund"] = "other"; }))) ==
          "fund_differs");
    CHECK(reason_of(judge(submitted(), changed_small([](ordered_json& workflow) { workflow["fund"] = "other"; }))) ==
          "moves");
}

TEST_CASE("an act that others must be separate from keeps its name", "[migration]") {
    auto life = submitted();
    const auto to = changed_small([](ordered_json& workflow) {
        auto& on = states(workflow)["check"]["on"];
        on["call"] = on["visit"];
        on.erase("visit");
        on["pay"]["separate_from"] = ordered_json::array({"call"});
    });
    CHECK(reason_of(judge(life, to)) == "moves");
    life.send("visit");
    CHECK(reason_of(judge(life, to)) == "separation_lost");
}

TEST_CASE("the form must fit: whole once it is submitted, in parts as a draft", "[migration]") {
    auto form = test::small_form();
    form["required"] = ordered_json::array({"name"});
    auto workflow = small_workflow();
    workflow["version"] = "2";
    const auto to = read_small(workflow, form);
    small_life draft{read_small(small_workflow())};
    CHECK(reason_of(judge(draft, to)) == "moves");
    draft.send("submit", "applicant");
    const auto outcome = judge(draft, to);
    CHECK(reason_of(outcome) == "form_differs");
    CHECK(outcome.reasons.front().place.starts_with("/form"));
}

TEST_CASE("a law of the new version holds for those who are moved into the middle of it", "[migration]") {
    auto life = submitted();
    const auto with_law = [](const char* pass) {
        return changed_small([pass](ordered_json& workflow) {
            workflow["laws"] = ordered_json::array({{{"before", "paying"}, {"pass", pass}}});
        });
    };
    CHECK(reason_of(judge(life, with_law("draft"), {}, {"draft", "check"})) == "moves");
    CHECK(reason_of(judge(life, with_law("draft"), {}, {"check"})) == "law_broken");
    CHECK(reason_of(judge(life, with_law("notice"), {}, {"draft", "check"})) == "law_broken");
    CHECK(reason_of(judge(life, with_law("notice"), {}, {"draft", "notice.running", "running", "check"})) == "moves");
    CHECK(reason_of(judge(life, with_law("check"), {}, {})) == "moves"); // it stands there
}

TEST_CASE("timers are kept, restarted, or counted from when they began", "[migration][timers]") {
    auto life = submitted(); // Monday 2 March: due at the end of Monday the 9th
    REQUIRE(due(life.state_, "check#0") == "2026-03-10T00:00:00+08:00");
    const auto to = changed_small(
        [](ordered_json& workflow) { states(workflow)["check"]["after"][0]["delay"] = "8 working days"; });
    life.at("2026-03-04T09:00:00+08:00");
    using enum timer_policy;
    CHECK(due(moved(life, to, {{}, {}, keep}), "check#0") == "2026-03-10T00:00:00+08:00");
    CHECK(due(moved(life, to, {{}, {}, restart}), "check#0") == "2026-03-17T00:00:00+08:00");
    CHECK(due(moved(life, to, {{}, {}, remaining}), "check#0") == "2026-03-13T00:00:00+08:00");
    const auto shorter = changed_small(
        [](ordered_json& workflow) { states(workflow)["check"]["after"][0]["delay"] = "1 working days"; });
    CHECK(due(moved(life, shorter, {{}, {}, remaining}), "check#0") == "2026-03-04T00:00:00+08:00"); // due at once

    life.state_.timers.at("check#0").began_at.reset();
    CHECK(reason_of(judge(life, to, {{}, {}, remaining})) == "timer_not_moved");
}

TEST_CASE("a timer goes with its state, a new one begins, and one that is gone ends", "[migration][timers]") {
    auto life = submitted();
    const auto renamed = changed_small(rename_check);
    const auto after = moved(life, renamed, {{{"check", "desk"}}, {}, {}});
    CHECK(after.timers.size() == 1);
    CHECK(due(after, "desk#0") == "2026-03-10T00:00:00+08:00");

    const auto without = changed_small([](ordered_json& workflow) { states(workflow)["check"].erase("after"); });
    CHECK(moved(life, without).timers.empty());
    CHECK(judge(life, without).timers.front().effect == "ended");

    life.send("wait");
    const auto more = changed_small([](ordered_json& workflow) {
        states(workflow)["waiting"]["after"] =
            ordered_json::array({{{"delay", "2 working days"}, {"target", "closed"}}});
    });
    CHECK(due(moved(life, more), "waiting#0") == "2026-03-05T00:00:00+08:00");
    CHECK(judge(life, more).timers.front().effect == "started");
}

TEST_CASE("a clock that stands still goes on standing still, with what is left of the new term",
          "[migration][timers]") {
    auto life = submitted();
    life.send("announce");
    life.at("2026-03-04T09:00:00+08:00"); // two of seven working days have passed
    life.send("object", "public");
    const std::string timer = life.state_.timers.begin()->first;
    REQUIRE(life.state_.timers.at(timer).paused_with == 5);
    const auto to = changed_small([](ordered_json& workflow) {
        states(workflow)["notice"]["states"]["running"]["after"][0]["delay"] = "10 working days";
    });
    using enum timer_policy;
    CHECK(moved(life, to, {{}, {}, keep}).timers.at(timer).paused_with == 5);
    CHECK(moved(life, to, {{}, {}, remaining}).timers.at(timer).paused_with == 8);
    CHECK(moved(life, to, {{}, {}, restart}).timers.empty()); // it starts afresh when the notice goes on
    const auto in_days = changed_small([](ordered_json& workflow) {
        states(workflow)["notice"]["states"]["running"]["after"][0]["delay"] = "10 days";
    });
    CHECK(reason_of(judge(life, in_days, {{}, {}, remaining})) == "timer_not_moved");

    life.send("dismiss");
    CHECK(due(moved(life, to, {{}, {}, remaining}), timer.c_str()) == "2026-03-17T00:00:00+08:00");
}

TEST_CASE("a move is applied from its record alone", "[migration]") {
    auto life = submitted();
    const auto to = changed_small(rename_check);
    const auto outcome = judge(life, to, {{{"check", "desk"}}, {}, {}});
    const record recorded{life.state_.revision + 1, life.known.now, "adam", "migrate", {{"to", "2"}},
                          {*outcome.migrated}};
    application_state replayed;
    for (const auto& each : life.records)
        apply(replayed, each);
    apply(replayed, record_from_json(to_json(recorded)));
    CHECK(replayed.definition_version == "2");
    CHECK(replayed.revision == 3);
    CHECK(to_json(state_from_text(to_text(replayed))) == to_json(replayed));

    small_life young = life;
    young.rules = to;
    young.state_ = replayed;
    young.send("wait");
    CHECK(young.state() == "waiting");
    CHECK(young.state_.timers.empty());
}

namespace {

/// The notice's objections are kept one by one, and answered one by one.
void keep_objections(ordered_json& workflow) {
    auto& notice = states(workflow)["notice"]["states"];
    notice["running"]["on"]["object"]["actions"] = ordered_json::parse(
        R"([{"type": "open_objection", "params": {"statement": "s", "name": "n", "contact": "c"}}])");
    notice["suspended"]["on"]["dismiss"]["actions"] =
        ordered_json::parse(R"([{"type": "answer_objection", "params": {"result": "dismissed", "answer": "a"}}])");
}

void owe_a_report(ordered_json& workflow) {
    states(workflow)["check"]["on"]["visit"]["actions"].push_back(ordered_json::parse(
        R"({"type": "oblige", "params": {"obligation": "report", "title": {"zh": "报告", "en": "Report"}, "due": "10 days",
            "remind_before": ["2 days"], "remind_after": ["1 day"], "watch": "officer"}})"));
}

std::vector<std::string> told(const small_life& life) {
    std::vector<std::string> all;
    for (const auto& each : life.records.back().changes)
        if (each.kind == "message_queued") all.push_back(each.data.at("to"));
    return all;
}

} // namespace

TEST_CASE("an objection that was only counted is answered where it was, one on record moves on", "[migration]") {
    auto counted = submitted();
    counted.send("announce");
    const auto to = changed_small(keep_objections);
    CHECK(reason_of(judge(counted, to)) == "moves");
    counted.send("object", "public");
    CHECK(reason_of(judge(counted, to)) == "objection_not_on_record");
    counted.send("dismiss");
    CHECK(reason_of(judge(counted, to)) == "moves");

    auto workflow = small_workflow();
    keep_objections(workflow);
    small_life kept{read_small(workflow)};
    kept.send("submit", "applicant");
    kept.send("announce");
    kept.send("object", "public");
    const auto after = moved(kept, to);
    REQUIRE(after.objections.size() == 1);
    CHECK(after.objections.front().is_open());
}

TEST_CASE("what is owed is reminded of before and after, also under another version, and is forgotten at the end",
          "[migration]") {
    auto workflow = small_workflow();
    owe_a_report(workflow);
    small_life life{read_small(workflow)};
    life.send("submit", "applicant");
    life.send("visit");
    REQUIRE(life.state_.obligations.size() == 1);
    CHECK(to_rfc3339(life.state_.obligations.front().due_at) == "2026-03-13T00:00:00+08:00");
    CHECK(due(life.state_, "obligation:report:1") == "2026-03-11T00:00:00+08:00");
    CHECK(due(life.state_, "obligation:report:2") == "2026-03-14T00:00:00+08:00");
    const auto after = moved(life, changed_small(owe_a_report));
    CHECK(after.timers.contains("obligation:report:1"));
    CHECK(after.obligations.size() == 1);

    life.at("2026-03-11T00:00:00+08:00");
    life.carry_out(fire_timer{"obligation:report:1"}, "system");
    CHECK(told(life) == std::vector<std::string>{"applicant"});
    life.at("2026-03-14T00:00:00+08:00");
    life.carry_out(fire_timer{"obligation:report:2"}, "system");
    CHECK(told(life) == std::vector<std::string>{"applicant", "officer"});
    CHECK_FALSE(life.state_.timers.contains("obligation:report:2"));
    life.send("visit"); // owed anew
    CHECK(life.state_.obligations.size() == 1);
    CHECK(life.state_.timers.contains("obligation:report:1"));
    life.send("end");
    CHECK_FALSE(life.state_.timers.contains("obligation:report:1"));
}
