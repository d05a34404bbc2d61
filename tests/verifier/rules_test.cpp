#include "tests/verifier/small_fund.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::tests;
using rule_set = std::set<std::string>;

TEST_CASE("a sound programme has no findings, and its whole state space is seen") {
    const auto report = verified_with();
    INFO(verifier::to_text(report, "small", language::en, false));
    CHECK(rules_found(report).empty());
    CHECK(report.seen.complete);
    CHECK(report.seen.states > 10);
}

TEST_CASE("a programme without scenarios is not published") {
    CHECK(finding_of(verified_with(), "no-scenarios").file == "cases.json");
    CHECK_FALSE(verified_with().sound());
}

TEST_CASE("a definition that cannot be read is reported with its line") {
    const auto report =
        verified_with(R"([{"op": "replace", "path": "/workflow/states/draft/on/submit/target", "value": "chekc"}])");
    const auto& wrong = finding_of(report, "definition");
    CHECK(wrong.line > 1);
    CHECK_FALSE(report.read);
    CHECK_FALSE(report.sound());
}

TEST_CASE("a state that no path reaches is found") {
    CHECK(rules_found_with(R"([{"op": "add", "path": "/workflow/states/island",
        "value": {"title": {"zh": "岛", "en": "Island"}, "on": {"leave": {"title": {"zh": "离开", "en": "Leave"}, "by": ["officer"], "target": "closed"}}}}])") ==
          rule_set{"unreachable-state"});
}

TEST_CASE("a transition that can never be taken is found") {
    SECTION("one before it always comes first") {
        CHECK(rules_found_with(R"([{"op": "replace", "path": "/workflow/states/decision/on/reject", "value": [
            {"title": {"zh": "驳回", "en": "Reject"}, "by": ["director"], "target": "rejected"},
            {"title": {"zh": "再驳回", "en": "Reject again"}, "by": ["director"], "target": "closed"}]}])") ==
              rule_set{"dead-transition"});
    }
    SECTION("its guard contradicts what is known") {
        CHECK(
            rules_found_with(
                R"([{"op": "add", "path": "/workflow/states/decision/on/reject/guard", "value": "vars.corrections > 1"}])") ==
            rule_set{"dead-transition"});
    }
    SECTION("its requirements contradict each other") {
        CHECK(rules_found_with(R"([{"op": "add", "path": "/workflow/states/decision/on/approve/requires/-",
            "value": {"id": "none", "that": "event.data.amount < 1", "else": {"zh": "无", "en": "None"}}}])")
                  .contains("dead-transition"));
    }
}

TEST_CASE("an application that nobody can bring on is found, with the path") {
    const auto report = verified_with(R"([{"op": "remove", "path": "/workflow/states/decision/on"}])");
    const auto& stuck = finding_of(report, "nobody-can-act");
    CHECK(stuck.pointer == "/workflow/states/decision");
    REQUIRE(stuck.path.size() > 3);
    CHECK(stuck.path.front().states == std::vector<std::string>{"draft"});
    CHECK(stuck.path.back().states == std::vector<std::string>{"decision"});
    CHECK(stuck.path[1].event == "submit");
    CHECK(stuck.path[1].words.en == "applicant: Submit (submit)");
}

TEST_CASE("a circle without a way out is found") {
    CHECK(rules_found_with(R"([{"op": "replace", "path": "/workflow/states/decision/on", "value":
        {"return": {"title": {"zh": "退回", "en": "Return"}, "by": ["director"], "target": "recommendation"}}}])")
              .contains("no-way-out"));
}

TEST_CASE("eventless transitions that go round for ever are found") {
    CHECK(rules_found_with(R"([
        {"op": "add", "path": "/workflow/states/here", "value": {"title": {"zh": "此", "en": "Here"}, "always": [{"target": "there", "guard": "form.route == 'short'"}, {"target": "closed"}]}},
        {"op": "add", "path": "/workflow/states/there", "value": {"title": {"zh": "彼", "en": "There"}, "always": [{"target": "here", "guard": "form.route == 'short'"}, {"target": "closed"}]}},
        {"op": "replace", "path": "/workflow/states/decision/on/reject/target", "value": "here"}])")
              .contains("endless-round"));
}

TEST_CASE("an application that cannot even begin is found") {
    SECTION("eventless transitions never come to rest") {
        CHECK(rules_found_with(
                  R"([{"op": "add", "path": "/workflow/states/draft/always", "value": [{"target": "draft"}]}])") ==
              rule_set{"endless-round", "no-way-out"});
    }
    SECTION("the first entry is always refused") {
        CHECK(
            rules_found_with(R"([{"op": "add", "path": "/workflow/states/draft/entry", "value": [{"type": "payment_due",
            "params": {"instalment": "early", "amount": {"amount": "1.00", "currency": "CNY"}, "title": {"zh": "款", "en": "Payment"}}}]}])")
                .contains("no-way-out"));
    }
}

TEST_CASE("money that is left at an end is found") {
    SECTION("reserved, when an objection is upheld") {
        const auto report = verified_with(
            R"([{"op": "remove", "path": "/workflow/states/notice/states/suspended/on/uphold/actions/1"}])");
        CHECK(rules_found(report) == rule_set{"money-left"});
        CHECK(finding_of(report, "money-left").pointer == "/workflow/states/rejected");
        CHECK(finding_of(report, "money-left").path.back().event == "uphold");
    }
    SECTION("committed, when the second payment is smaller") {
        CHECK(
            rules_found_with(
                R"([{"op": "replace", "path": "/workflow/states/paying_second/entry/0/params/amount/cel", "value": "vars.award - vars.first - 1"}])") ==
            rule_set{"money-left"});
    }
    SECTION("committed, when a term ends") {
        CHECK(rules_found_with(R"([{"op": "remove", "path": "/workflow/states/running_project/after/0/actions"}])") ==
              rule_set{"money-left"});
    }
}

TEST_CASE("a payment beyond the commitment is found") {
    SECTION("nothing was committed") {
        CHECK(rules_found_with(
                  R"([{"op": "remove", "path": "/workflow/states/countersigning/on/countersign/actions/0"}])")
                  .contains("exceeds-commitment"));
    }
    SECTION("more than was committed") {
        CHECK(
            rules_found_with(
                R"([{"op": "replace", "path": "/workflow/states/paying_second/entry/0/params/amount/cel", "value": "vars.award"}])")
                .contains("exceeds-commitment"));
    }
    SECTION("a share above the whole") {
        CHECK(rules_found_with(R"([{"op": "replace", "path": "/parameters/first_percent", "value": 140}])")
                  .contains("exceeds-commitment"));
    }
}

TEST_CASE("an instalment that falls due twice is found") {
    CHECK(
        rules_found_with(
            R"([{"op": "replace", "path": "/workflow/states/paying_second/entry/0/params/instalment", "value": "first"}])")
            .contains("instalment-again"));
}

TEST_CASE("a commitment beyond the reservation is found") {
    CHECK(
        rules_found_with(
            R"([{"op": "add", "path": "/workflow/states/countersigning/on/countersign/actions/0/params", "value": {"amount": {"cel": "vars.award + 1"}}}])")
            .contains("exceeds-reservation"));
}

TEST_CASE("money in a programme without a fund is found") {
    CHECK(rules_found_with(R"([{"op": "remove", "path": "/fund"}])") == rule_set{"without-fund"});
}

TEST_CASE("an objection that nobody answers is found, wherever the notice or the procedure ends") {
    const std::string opens =
        R"({"op": "add", "path": "/workflow/states/notice/states/running/on/object/actions", "value":
            [{"type": "open_objection", "params": {"statement": "s", "name": "n", "contact": "c"}}]})";
    const auto answers = [](const char* at, const char* params) {
        return std::string{R"({"op": "add", "path": "/workflow/states/notice/states/suspended/on/)"} + at +
               R"(", "value": {"type": "answer_objection", "params": )" + params + "}}";
    };
    const std::string more =
        R"({"op": "add", "path": "/workflow/states/notice/states/suspended/on/object", "value":
            {"title": {"zh": "异议", "en": "Object"}, "by": ["public"], "actions":
             [{"type": "open_objection", "params": {"statement": "s", "name": "n", "contact": "c"}}]}})";
    const std::string no_actions =
        R"({"op": "add", "path": "/workflow/states/notice/states/suspended/on/dismiss/actions",
                                       "value": []})";
    const auto dismissed = answers("dismiss/actions/0", R"({"result": "dismissed", "answer": "a"})");
    const auto all = answers("dismiss/actions/0", R"({"result": "dismissed", "answer": "a", "all": true})");
    const auto upheld = answers("uphold/actions/0", R"({"result": "upheld", "answer": "a", "all": true})");
    const auto found = [](std::initializer_list<std::string> patches) {
        std::string patch = "[";
        for (const auto& each : patches)
            patch += (patch.size() > 1 ? "," : "") + each;
        return rules_found_with((patch + "]").c_str());
    };
    CHECK(found({opens, no_actions, dismissed, upheld}).empty());
    CHECK(found({opens, more, no_actions, all, upheld}).empty());
    CHECK(found({opens}).contains("objection-left-open"));
    CHECK(found({opens, no_actions, dismissed}) == rule_set{"objection-left-open"});
    CHECK(found({opens, no_actions, upheld}) == rule_set{"objection-left-open"});
    // Answering one of several lets the clock go on too early.
    CHECK(found({opens, more, no_actions, dismissed, upheld}) == rule_set{"objection-left-open"});
}

TEST_CASE("a notice that stays open, or is opened twice, is found") {
    CHECK(rules_found_with(
              R"([{"op": "remove", "path": "/workflow/states/notice/states/suspended/on/uphold/actions/0"}])") ==
          rule_set{"notice-left-open"});
    CHECK(
        rules_found_with(
            R"([{"op": "replace", "path": "/workflow/states/notice/states/suspended/on/dismiss/target", "value": "#notice"}])")
            .contains("notice-again"));
}

TEST_CASE("money that waits for the applicant alone is found") {
    CHECK(rules_found_with(R"([{"op": "remove", "path": "/workflow/states/signing/after"}])") ==
          rule_set{"money-waits"});
}

TEST_CASE("an outsider who moves money is found") {
    CHECK(rules_found_with(
              R"([{"op": "replace", "path": "/workflow/states/decision/on/approve/by", "value": ["applicant"]}])")
              .contains("outsider-moves-money"));
}

TEST_CASE("one role that does everything is found") {
    CHECK(rules_found_with(R"([
        {"op": "replace", "path": "/payments", "value": {"prepare": ["director"], "approve": ["director"], "record": ["director"]}},
        {"op": "replace", "path": "/panels/experts/assign", "value": ["director"]},
        {"op": "replace", "path": "/workflow/states/recommendation/on/recommend/by", "value": ["director"]}])") ==
          rule_set{"one-role"});
}

TEST_CASE("one person who could do everything with every role is found") {
    const auto report =
        verified_with(R"([{"op": "remove", "path": "/workflow/states/countersigning/on/countersign/separate_from"},
                                          {"op": "remove", "path": "/workflow/states/decision/on/approve/separate_from"}])");
    CHECK(rules_found(report) == rule_set{"one-person"});
    CHECK(finding_of(report, "one-person").path.back().event == "countersign");
}

TEST_CASE("money set aside without the office is found") {
    CHECK(
        rules_found_with(
            R"([{"op": "add", "path": "/workflow/states/check/after/0/actions", "value": [{"type": "reserve", "params": {"amount": {"amount": "1.00", "currency": "CNY"}}}]}])")
            .contains("without-the-office"));
}

TEST_CASE("an act shared by applicants and officials is a warning") {
    const auto report = verified_with(
        R"([{"op": "replace", "path": "/workflow/states/decision/on/reject/by", "value": ["director", "applicant"]}])");
    CHECK(rules_found(report) == rule_set{"mixed-roles"});
    CHECK(finding_of(report, "mixed-roles").weight == verifier::severity::warning);
}

TEST_CASE("a law of order that some path breaks is found") {
    const auto report = verified_with(
        R"([{"op": "replace", "path": "/workflow/states/decision/on/approve/target", "value": "signing"}])");
    const auto& broken = finding_of(report, "order-law");
    CHECK(broken.pointer == "/laws/0");
    CHECK(broken.path.back().event == "countersign");
}

TEST_CASE("names that lead nowhere are found") {
    CHECK(
        rules_found_with(
            R"([{"op": "add", "path": "/workflow/states/decision/on/reject/guard", "value": "payments['frist'].status != 'paid'"}])")
            .contains("unknown-name"));
    CHECK(
        rules_found_with(
            R"json([{"op": "add", "path": "/workflow/states/decision/on/reject/guard", "value": "!In('nowhere')"}])json")
            .contains("unknown-name"));
    CHECK(
        rules_found_with(
            R"([{"op": "add", "path": "/workflow/states/decision/on/reject/guard", "value": "application.events['sumbit'] > 0"}])")
            .contains("unknown-name"));
}

TEST_CASE("a comparison with a choice that does not exist is found") {
    CHECK(
        rules_found_with(
            R"([{"op": "add", "path": "/workflow/states/decision/on/reject/guard", "value": "form.route == 'shrot'"}])") ==
        rule_set{"unknown-choice"});
    CHECK(
        rules_found_with(
            R"([{"op": "replace", "path": "/workflow/states/paying_second/on/payment.paid/guard", "value": "event.data.instalment == 'last'"}])")
            .contains("unknown-choice"));
}

TEST_CASE("a delay that is none is found, written out or as a parameter") {
    CHECK(rules_found_with(R"([{"op": "replace", "path": "/parameters/notice_term", "value": "seven days"}])") ==
          rule_set{"deadline"});
    CHECK(rules_found_with(
              R"([{"op": "replace", "path": "/workflow/states/check/after/0/delay", "value": "5 workdays"}])") ==
          rule_set{"deadline"});
}

TEST_CASE("two terms of one state that end together are found") {
    CHECK(
        rules_found_with(
            R"([{"op": "add", "path": "/workflow/states/check/after/-", "value": {"delay": "5 working days", "target": "rejected"}}])") ==
        rule_set{"order-decides"});
}

TEST_CASE("guards of one event that can hold together are a warning, guards that exclude each other are not") {
    const auto with = [](const char* second) {
        return std::string{R"([{"op": "replace", "path": "/workflow/states/decision/on/reject", "value": [
            {"title": {"zh": "驳回", "en": "Reject"}, "by": ["director"], "target": "rejected", "guard": "form.route == 'long'"},
            {"title": {"zh": "退回", "en": "Return"}, "by": ["director"], "target": "recommendation", "guard": ")"} +
               second + R"("},
            {"title": {"zh": "驳回", "en": "Reject"}, "by": ["director"], "target": "closed"}]}])";
    };
    CHECK(rules_found_with(with("vars.corrections == 0").c_str()) == rule_set{"order-decides"});
    CHECK(rules_found_with(with("form.route != 'long'").c_str()) == rule_set{"dead-transition"}); // the last, in vain
    CHECK(rules_found_with(with("!(form.route == 'long') && vars.corrections == 0").c_str()).empty());
}

TEST_CASE("what is declared in vain is a warning") {
    CHECK(rules_found_with(R"([{"op": "add", "path": "/variables/forgotten", "value": {"type": "integer"}}])") ==
          rule_set{"unused"});
    CHECK(rules_found_with(R"([{"op": "add", "path": "/parameters/forgotten", "value": 7}])") == rule_set{"unused"});
    CHECK(
        rules_found_with(R"([{"op": "add", "path": "/roles", "value": {"officer:tax": {"zh": "税", "en": "Tax"}}}])") ==
        rule_set{"unused"});
}

TEST_CASE("a requirement that always holds is a warning") {
    const auto report =
        verified_with(R"([{"op": "add", "path": "/workflow/states/countersigning/on/countersign/requires", "value": [
        {"id": "some", "that": "vars.award > 0", "else": {"zh": "须大于零", "en": "More than zero"}}]}])");
    CHECK(rules_found(report) == rule_set{"requirement-never-fails"});
}

TEST_CASE("a bound that is reached is said, and nothing is called proven") {
    const auto report = verified_with("[]", {5});
    CHECK_FALSE(report.seen.complete);
    CHECK(rules_found(report) == rule_set{"state-space"});
    CHECK_FALSE(report.sound());
}

TEST_CASE("a report says where each finding stands, for people and for machines") {
    const auto report = verified_with(R"([{"op": "remove", "path": "/workflow/states/signing/after"}])");
    const auto text = verifier::to_text(report, "small", language::en, false);
    CHECK(text.find("small/workflow.json:") != std::string::npos);
    CHECK(text.find("[money-waits]") != std::string::npos);
    CHECK(verifier::to_text(report, "small", language::zh, true).find("资金被占用") != std::string::npos);
    const auto written = verifier::to_json(report);
    CHECK(written.at("sound") == false);
    CHECK(written.at("findings").at(0).at("path").size() > 5);
    CHECK(written.at("findings").at(0).at("line") > 1);
}

TEST_CASE("a spot check draws some and lets others pass: both ways are looked at") {
    const auto with_check = [](const std::string& on, const std::string& more = "") {
        return R"([{"op": "add", "path": "/spot_checks", "value": {"audit": {"title": {"zh": "抽查", "en": "Audit"},
                    "state": "signing", "percent": 10, "decide": ["officer"]}}},
                   {"op": "remove", "path": "/workflow/states/signing/after"},
                   {"op": "replace", "path": "/workflow/states/signing/on", "value": )" +
               on + "}" + more + "]";
    };
    const std::string passed = R"("spot_check.passed": {"target": "countersigning"})";
    const std::string drawn = R"("spot_check.drawn": {"target": "rejected", "actions": [{"type": "release"}]})";
    CHECK(rules_found_with(with_check("{" + passed + ", " + drawn + "}").c_str()).empty());
    SECTION("money that one of them leaves behind is found") {
        CHECK(rules_found_with(with_check("{" + passed + R"(, "spot_check.drawn": {"target": "rejected"}})").c_str())
                  .contains("money-left"));
    }
    SECTION("a name of a check that there is none of is found") {
        CHECK(rules_found_with(with_check("{" + passed +
                                          R"(, "spot_check.drawn": {"target": "rejected",
                                               "guard": "event.data.check == 'adit'",
                                               "actions": [{"type": "release"}]}})")
                                   .c_str())
                  .contains("unknown-choice"));
    }
    SECTION("without a check nobody draws") {
        CHECK(rules_found_with(R"([{"op": "remove", "path": "/workflow/states/signing/after"},
            {"op": "replace", "path": "/workflow/states/signing/on",
             "value": {"spot_check.passed": {"target": "countersigning"}}}])")
                  .contains("nobody-can-act"));
    }
}
