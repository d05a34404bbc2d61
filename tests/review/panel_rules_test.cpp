#include "engine/review/panel_rules.hpp"
#include "tests/review/sample.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::review;

namespace {

refusal refused_with(const char* pointer, ordered_json value) {
    auto rules = sample::score_rules_json();
    rules[ordered_json::json_pointer{pointer}] = std::move(value);
    const auto read = read_panel_rules(rules, "/panel");
    REQUIRE(read.has_error());
    return read.error();
}

} // namespace

TEST_CASE("the rules of a programme are read as written", "[review]") {
    const auto rules = sample::score_rules();
    CHECK(rules.method == review_method::score);
    CHECK(rules.size == 5);
    CHECK(rules.size_max == 5);
    CHECK(rules.technical_percent_min == 60);
    CHECK(rules.odd);
    CHECK(rules.quorum == fraction{2, 3});
    CHECK(rules.scored.criteria.size() == 4);
    CHECK(rules.scored.find("market")->title.en == "Market");
    CHECK(rules.conflicts.public_mail_domains.size() == 2);
    CHECK(sample::vote_rules(7).majority == fraction{2, 3});
}

TEST_CASE("a wrong rule is refused at its pointer", "[review]") {
    CHECK(refused_with("/method", "dice").place == "/panel/method");
    CHECK(refused_with("/size", 0).place == "/panel/size");
    CHECK(refused_with("/size", 4).place == "/panel/size");
    CHECK(refused_with("/size_max", 3).place == "/panel/size_max");
    CHECK(refused_with("/finance_min", 3).place == "/panel/size");
    CHECK(refused_with("/drop_extremes_from", 2).place == "/panel/drop_extremes_from");
    CHECK(refused_with("/quorum", "3/2").place == "/panel/quorum");
    CHECK(refused_with("/majority", "1/0").place == "/panel/majority");
    CHECK(refused_with("/pass_score", 101).place == "/panel/pass_score");
    CHECK(refused_with("/odd", "yes").place == "/panel/odd");
    CHECK(refused_with("/rubric", "missing.json").place == "/panel/rubric");
    CHECK(refused_with("/conflicts/public_mail_domains", "qq.com").place == "/panel/conflicts/public_mail_domains");
    const auto unknown = refused_with("/sise", 5);
    CHECK(unknown.reason == reason::unknown_field);
    CHECK(unknown.place == "/panel/sise");
    CHECK(refused_with("/size", "5").reason == reason::definition_invalid);
    CHECK(read_panel_rules(ordered_json::array(), "/panel").error().place == "/panel");
}

TEST_CASE("a wrong rubric is refused at its pointer", "[review]") {
    CHECK(refused_with("/rubric/criteria/0/weight", 31).place == "/panel/rubric/criteria");
    CHECK(refused_with("/rubric/criteria/1/id", "innovation").place == "/panel/rubric/criteria/1/id");
    CHECK(refused_with("/rubric/criteria/1/title/en", "").place == "/panel/rubric/criteria/1/title/en");
    CHECK(refused_with("/rubric/criteria/1/score_max", 0).place == "/panel/rubric/criteria/1/score_max");
    CHECK(refused_with("/rubric/criteria", ordered_json::array()).place == "/panel/rubric/criteria");

    auto uneven = sample::score_rules_json();
    const int primes[] = {997, 991, 983, 977};
    for (std::size_t index = 0; index < 4; ++index)
        uneven["rubric"]["criteria"][index]["score_max"] = primes[index];
    CHECK(read_panel_rules(uneven, "").error().place == "/rubric/criteria");
}

TEST_CASE("rules may name a rubric of the programme", "[review]") {
    auto written = sample::score_rules_json();
    const auto shared = read_rubric(written["rubric"], "").value();
    written["rubric"] = "rubric.json";
    CHECK(read_panel_rules(written, "", {{"rubric.json", shared}}).value().scored.criteria.size() == 4);
    written.erase("rubric");
    CHECK(read_panel_rules(written, "").error().place == "/rubric");
    written["method"] = "vote";
    CHECK(read_panel_rules(written, "").has_value());
    written["rubric"] = "rubric.json";
    CHECK(read_panel_rules(written, "", {{"rubric.json", shared}}).error().place == "/rubric");
}

TEST_CASE("what a panel may define about seats and figures is read, and has defaults") {
    auto written = sample::score_rules_json();
    const auto plain = read_panel_rules(written, "").value();
    CHECK(plain.aggregate == score_aggregate::mean);
    CHECK(plain.majority_of == majority_base::present);
    CHECK(plain.blind);
    CHECK_FALSE(plain.drawn);
    CHECK(plain.field_at == "/project/field");
    CHECK(plain.invitation_days == 0);
    written.update(sluice::ordered_json::parse(R"({"aggregate": "median", "majority_of": "cast",
        "disagreement_from": 25, "calibration_strength": 5, "invitation_days": 3, "reminder_days": 1,
        "review_days": 10, "drawn": true, "blind": false, "field_at": "/topic",
        "conflicts": {"employed_within_years": 3, "shared_within_years": 2}})"));
    const auto read = read_panel_rules(written, "").value();
    CHECK(read.aggregate == score_aggregate::median);
    CHECK(read.majority_of == majority_base::cast);
    CHECK(read.disagreement_from == 25);
    CHECK(read.calibration_strength == 5);
    CHECK(read.invitation_days == 3);
    CHECK(read.reminder_days == 1);
    CHECK(read.review_days == 10);
    CHECK(read.drawn);
    CHECK_FALSE(read.blind);
    CHECK(read.field_at == "/topic");
    CHECK(read.conflicts.employed_within_years == 3);
    CHECK(read.conflicts.shared_within_years == 2);
    for (const auto& [key, wrong] :
         {std::pair{"aggregate", sluice::ordered_json("mode")}, std::pair{"majority_of", sluice::ordered_json(3)},
          std::pair{"disagreement_from", sluice::ordered_json(101)},
          std::pair{"calibration_strength", sluice::ordered_json(0)},
          std::pair{"invitation_days", sluice::ordered_json(-1)},
          std::pair{"field_at", sluice::ordered_json("topic")}}) {
        auto broken = written;
        broken[key] = wrong;
        const auto refused = read_panel_rules(broken, "/panels/expert");
        REQUIRE_FALSE(refused.has_value());
        CHECK(refused.error().place == std::string{"/panels/expert/"} + key);
    }
}
