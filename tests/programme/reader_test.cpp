#include "engine/programme/programme.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;

namespace {

/// A small sound programme; each test damages a copy.
ordered_json sound() {
    return ordered_json::parse(R"({
      "id": "small", "version": "1", "title": {"zh": "小", "en": "Small"}, "summary": {"zh": "小", "en": "Small"},
      "number_prefix": "S", "calendar": "CN", "fund": "small", "form": "form.schema.json",
      "parameters": {"cap": {"amount": "10.00", "currency": "CNY"}},
      "variables": {"award": {"type": "money"}},
      "payments": {"prepare": ["officer"], "approve": ["director"], "record": ["finance"]},
      "laws": [{"before": "done", "pass": "draft"}],
      "workflow": {"id": "small", "initial": "draft", "states": {
        "draft": {"title": {"zh": "草稿", "en": "Draft"}, "tags": ["editable"],
          "after": [{"delay": "5 working days", "target": "done"}],
          "on": {"submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "target": "done",
            "guard": "form.amount <= parameters.cap",
            "requires": [{"window": "open"},
                         {"id": "small_enough", "that": "form.amount <= 100", "else": {"zh": "过大 {{ yuan(form.amount) }}", "en": "Too large"}}],
            "actions": [{"type": "assign", "params": {"award": {"cel": "form.amount"}}}]}}},
        "done": {"type": "final", "title": {"zh": "完", "en": "Done"}}}}})");
}

constexpr const char* form = R"({"type": "object", "additionalProperties": false, "required": ["amount"],
  "properties": {"amount": {"type": "object", "x-money": true, "title": {"zh": "金额", "en": "Amount"}}}})";

programme::reading read(const ordered_json& workflow) {
    return programme::read_programme({{"workflow.json", workflow.dump()}, {"form.schema.json", form}});
}

/// The pointer at which the damaged definition is refused; "" when it is not.
bool is_refused_at(const ordered_json& damaged, const std::string& pointer) {
    const auto outcome = read(damaged);
    return !outcome.read &&
           std::any_of(outcome.defects.begin(), outcome.defects.end(), [&](const programme::defect& each) {
               return each.pointer.starts_with(pointer) && !each.explanation.zh.empty() && !each.explanation.en.empty();
           });
}

ordered_json damaged(const std::string& pointer, const ordered_json& value) {
    auto copy = sound();
    copy[ordered_json::json_pointer{pointer}] = value;
    return copy;
}

constexpr const char* submit = "/workflow/states/draft/on/submit";

} // namespace

TEST_CASE("a sound programme is read with every part", "[programme]") {
    const auto outcome = read(sound());
    REQUIRE(outcome.read);
    CHECK(outcome.read->knows_event("submit"));
    CHECK(outcome.read->parameters.at("cap") == 1000);
    CHECK(outcome.read->transitions.size() == outcome.read->chart->transitions().size());
    CHECK(read(sound()).read->fingerprint == outcome.read->fingerprint);
    CHECK(read(damaged("/version", "2")).read->fingerprint != outcome.read->fingerprint);
}

TEST_CASE("every kind of damage is refused at its place, in both languages", "[programme]") {
    const std::string at{submit};
    CHECK(is_refused_at(damaged("/colour", "red"), "/colour"));
    CHECK(is_refused_at(damaged("/title", ordered_json{{"zh", "小"}}), "/title"));
    CHECK(is_refused_at(damaged("/form", "nowhere.json"), "/form"));
    CHECK(is_refused_at(damaged("/parameters/cap/amount", "10"), "/parameters/cap"));
    CHECK(is_refused_at(damaged("/variables/award/type", "gold"), "/variables/award/type"));
    CHECK(is_refused_at(damaged("/payments/approve", ordered_json::array({"king"})), "/payments/approve"));
    CHECK(is_refused_at(damaged("/laws/0/pass", "nowhere"), "/laws/0"));
    CHECK(is_refused_at(damaged(at + "/by", ordered_json::array({"king"})), at + "/by"));
    CHECK(is_refused_at(damaged(at + "/target", "nowhere"), at));
    CHECK(is_refused_at(damaged(at + "/guard", "form.amount <"), at + "/guard"));
    CHECK(is_refused_at(damaged(at + "/guard", "form.amuont <= 1"), at + "/guard"));
    CHECK(is_refused_at(damaged(at + "/guard", "form.amount"), at + "/guard"));
    CHECK(is_refused_at(damaged(at + "/guard", "form.amount <= 'x'"), at + "/guard"));
    CHECK(is_refused_at(damaged(at + "/requires/0/window", "closed"), at + "/requires/0/window"));
    CHECK(is_refused_at(damaged(at + "/requires/1/that", "vars.reward > 0"), at + "/requires/1/that"));
    CHECK(is_refused_at(damaged(at + "/requires/1/else/en", "{{ yuan( }}"), at + "/requires/1/else"));
    CHECK(is_refused_at(damaged(at + "/actions/0/type", "print_money"), at + "/actions/0/type"));
    CHECK(is_refused_at(damaged(at + "/actions/0/params/reward", 1), at + "/actions/0/params/reward"));
    CHECK(is_refused_at(damaged(at + "/actions/0/params/award/cel", "'much'"), at + "/actions/0/params/award"));
    CHECK(is_refused_at(damaged(at + "/separate_from", ordered_json::array({"nothing"})), at + "/separate_from"));
    CHECK(is_refused_at(damaged(at + "/data", ordered_json{{"type", "thing"}}), at + "/data"));
}

TEST_CASE("several defects are reported in one go", "[programme]") {
    auto twice = damaged("/laws/0/pass", "nowhere");
    twice["workflow"]["states"]["draft"]["on"]["submit"]["guard"] = "1 +";
    CHECK(read(twice).defects.size() >= 2);
}

TEST_CASE("each mode of allocation takes what it needs, and refuses what it has no use for", "[programme]") {
    const auto allocation = [](const char* members) {
        auto section = ordered_json::parse(R"({"state": "draft", "decide": ["director"], "claim": "form.amount"})");
        section.merge_patch(ordered_json::parse(members));
        return damaged("/allocation", section);
    };
    for (const char* sound_members :
         {R"({"mode": "pro_rata"})", R"({"mode": "budget_share", "cap": "parameters.cap"})",
          R"({"mode": "ranked", "score": "[1, 2]", "when_short": "pass_over", "waiting_list": true})",
          R"({"mode": "brackets", "brackets": "[[0, 100]]", "score": "1.5"})",
          R"({"mode": "formula", "formula": "pool.amount / pool.count", "redistribute": true})",
          R"({"mode": "first_come", "state": null, "decide": null, "claim": null, "group": "applicant.name",
              "close_below": {"amount": "1.00", "currency": "CNY"}})"}) {
        INFO(sound_members);
        CHECK(read(allocation(sound_members)).defects.empty());
    }
    const auto refused = [&](const char* members, const char* place) {
        INFO(members);
        CHECK(is_refused_at(allocation(members), place));
    };
    refused(R"({"mode": "by_lot"})", "/allocation/mode");
    refused(R"({"mode": "budget_share"})", "/allocation");
    refused(R"({"mode": "pro_rata", "cap": "1"})", "/allocation/cap");
    refused(R"({"mode": "pro_rata", "formula": "1"})", "/allocation/formula");
    refused(R"({"mode": "ranked"})", "/allocation");
    refused(R"({"mode": "ranked", "score": "'high'"})", "/allocation/score");
    refused(R"({"mode": "ranked", "score": "1", "when_short": "wait"})", "/allocation/when_short");
    refused(R"({"mode": "pro_rata", "when_short": "stop"})", "/allocation/when_short");
    refused(R"({"mode": "brackets", "brackets": "[1, 2]"})", "/allocation/brackets");
    refused(R"({"mode": "pro_rata", "claim": "pool.amount"})", "/allocation/claim");
    refused(R"({"mode": "pro_rata", "group": "1"})", "/allocation/group");
    refused(R"({"mode": "pro_rata", "close_below": {"amount": "-1", "currency": "CNY"}})", "/allocation/close_below");
    refused(R"({"mode": "first_come"})", "/allocation/claim");
    CHECK(is_refused_at(damaged("/payments/payee", ordered_json::parse(R"({"holder": "1", "number": "'1'"})")),
                        "/payments/payee"));
}

TEST_CASE("a spot check says among whom, how many and by whom it is drawn", "[programme]") {
    const auto check = [](const char* members) {
        auto section = ordered_json::parse(R"({"title": {"zh": "抽查", "en": "Check"}, "state": "draft", "percent": 5,
                                               "decide": ["officer"]})");
        section.merge_patch(ordered_json::parse(members));
        auto copy = damaged("/spot_checks", ordered_json{{"audit", section}});
        copy["parameters"]["share"] = 7;
        copy["parameters"]["none"] = 0;
        return copy;
    };
    const auto plain = read(check("{}"));
    REQUIRE(plain.read);
    CHECK(plain.read->spot_checks.at("audit").percent == 5);
    CHECK(plain.read->spot_checks.at("audit").at_least == 1);
    const auto by_parameter = read(check(R"({"percent": "parameters.share", "at_least": "parameters.none"})"));
    REQUIRE(by_parameter.read);
    CHECK(by_parameter.read->spot_checks.at("audit").percent == 7);
    CHECK(by_parameter.read->spot_checks.at("audit").at_least == 0);
    const auto refused = [&](const char* members, const std::string& place) {
        INFO(members);
        CHECK(is_refused_at(check(members), "/spot_checks/audit" + place));
    };
    refused(R"({"state": "nowhere"})", "/state");
    refused(R"({"percent": 0})", "/percent");
    refused(R"({"percent": 101})", "/percent");
    refused(R"({"percent": "parameters.cap_of_nothing"})", "/percent");
    refused(R"({"percent": "share"})", "/percent");
    refused(R"({"percent": null})", "");
    refused(R"({"at_least": -1})", "/at_least");
    refused(R"({"decide": ["king"]})", "/decide");
    refused(R"({"decide": null})", "");
    refused(R"({"seed": "1"})", "/seed");
    CHECK(is_refused_at(damaged("/spot_checks", ordered_json{{"audit", 1}}), "/spot_checks/audit"));
}

TEST_CASE("a certificate says until when, and a spot check's outcome is sent by nobody", "[programme]") {
    const std::string at = std::string{submit} + "/actions/0";
    const auto certify = [&](const char* members) {
        auto params = ordered_json::parse(R"_({"as": "admission", "title": {"zh": "证", "en": "Certificate"},
                                               "until": {"cel": "add_months(time, 12)"}})_");
        params.merge_patch(ordered_json::parse(members));
        return damaged(at, ordered_json{{"type", "certify"}, {"params", params}});
    };
    CHECK(read(certify("{}")).defects.empty());
    CHECK(read(certify(R"({"until": "2026-12-31T00:00:00+08:00"})")).defects.empty());
    CHECK(is_refused_at(certify(R"({"until": "soon"})"), at + "/params/until"));
    CHECK(is_refused_at(certify(R"({"until": null})"), at + "/params"));
    CHECK(is_refused_at(certify(R"({"title": "证"})"), at + "/params/title"));
    CHECK(is_refused_at(damaged(at, ordered_json{{"type", "revoke_certificate"}}), at + "/params"));
    auto outcome = sound();
    outcome["workflow"]["states"]["draft"]["on"]["spot_check.drawn"] =
        ordered_json{{"target", "done"}, {"by", ordered_json::array({"officer"})}};
    CHECK(is_refused_at(outcome, "/workflow/states/draft/on/spot_check.drawn/by"));
}
