#include "engine/review/outcome.hpp"
#include "tests/review/sample.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::review;
using sample::morning;

namespace {

vote_outcome votes(int size, int approve, int reject, int abstain) {
    const auto rules = sample::vote_rules(size);
    auto seats = sample::composed(rules);
    int number = 0;
    const auto cast = [&](int count, vote_choice choice) {
        for (; count > 0; --count)
            seats = cast_vote(seats, rules, "e" + std::to_string(++number), choice, morning).value();
    };
    cast(approve, vote_choice::approve);
    cast(reject, vote_choice::reject);
    cast(abstain, vote_choice::abstain);
    return vote_result(seats, rules);
}

} // namespace

TEST_CASE("with five scores one highest and one lowest are dropped", "[review]") {
    const auto rules = sample::score_rules();
    const auto found = score_result(sample::scored(rules, {0, 90, 81, 85, 100}), rules);
    CHECK(found.complete);
    CHECK(found.count_used == 3);
    CHECK(found.mean == fraction{256, 3});
    CHECK(found.mean_hundredths == 8533);
    CHECK(found.total_of_all == fraction{356, 1});
    CHECK(found.passed);
}

TEST_CASE("of equal extremes only one is dropped", "[review]") {
    const auto rules = sample::score_rules();
    const auto found = score_result(sample::scored(rules, {60, 60, 90, 90, 90}), rules);
    CHECK(found.mean == fraction{80, 1});
}

TEST_CASE("four scores are provisional, keep their extremes, and do not pass", "[review]") {
    const auto rules = sample::score_rules();
    const auto found = score_result(sample::scored(rules, {80, 80, 90, 91}), rules);
    CHECK_FALSE(found.complete);
    CHECK(found.count_used == 4);
    CHECK(found.mean == fraction{341, 4});
    CHECK_FALSE(found.passed);
}

TEST_CASE("a mean of exactly the pass score passes, and a hair below fails though it rounds up to it", "[review]") {
    const auto rules = sample::score_rules();
    CHECK(score_result(sample::scored(rules, {70, 70, 70, 70, 70}), rules).passed);

    auto fine = sample::score_rules_json();
    for (auto& each : fine["rubric"]["criteria"])
        each["score_max"] = 1000;
    const auto strict = read_panel_rules(fine, "").value();
    auto seats = sample::scored(strict, {700, 700, 700, 700});
    auto lower = sample::sheet(700);
    lower.points["feasibility"] = 699; // 69.98
    seats = submit_score(seats, strict, "e5", lower, morning).value();
    CHECK(score_result(seats, strict).passed); // the lowest is dropped
    auto kept = strict;
    kept.drop_extremes_from = 0;
    const auto found = score_result(seats, kept);
    CHECK(found.mean == fraction{69'996, 1000});
    CHECK(found.mean_hundredths == 7000);
    CHECK_FALSE(found.passed);
}

TEST_CASE("weights count, whatever each criterion's largest number of points", "[review]") {
    const auto written = ordered_json::parse(R"({"criteria": [
        {"id": "a", "title": {"zh": "甲", "en": "A"}, "weight": 60, "score_max": 3},
        {"id": "b", "title": {"zh": "乙", "en": "B"}, "weight": 40, "score_max": 7}]})");
    const auto scored = read_rubric(written, "").value();
    CHECK(scored.scale() == 21);
    CHECK(total_scaled(scored, {{"a", 3}, {"b", 7}}) == 2100);
    CHECK(total_scaled(scored, {{"a", 1}, {"b", 2}}) == 20 * 21 + 40 * 2 * 3);
}

TEST_CASE("the recommended amount is the lower median of those made", "[review]") {
    const auto rules = sample::score_rules();
    auto seats = sample::composed(rules);
    const auto submit = [&](const char* person, std::int64_t amount) {
        auto sheet = sample::sheet(80);
        if (amount > 0) sheet.recommended_amount = fen{amount};
        seats = submit_score(seats, rules, person, sheet, morning).value();
    };
    submit("e1", 0);
    CHECK_FALSE(score_result(seats, rules).recommended_amount);
    submit("e2", 300);
    submit("e3", 100);
    CHECK(score_result(seats, rules).recommended_amount == fen{100});
    submit("e4", 200);
    CHECK(score_result(seats, rules).recommended_amount == fen{200});
    submit("e5", 900);
    CHECK(score_result(seats, rules).recommended_amount == fen{200});
}

TEST_CASE("a panel without scores has a mean of zero and passes nothing", "[review]") {
    const auto found = score_result({}, sample::score_rules());
    CHECK(found.mean == fraction{});
    CHECK_FALSE(found.complete);
    CHECK_FALSE(found.passed);
}

TEST_CASE("a quorum of exactly two thirds holds, one vote fewer does not", "[review]") {
    CHECK(votes(9, 6, 0, 0).quorate);
    CHECK(votes(9, 6, 0, 0).passed);
    CHECK_FALSE(votes(9, 5, 0, 0).quorate);
    CHECK_FALSE(votes(9, 5, 0, 0).passed);
    CHECK_FALSE(votes(9, 0, 0, 0).quorate);
    CHECK(votes(7, 5, 0, 0).quorate);
    CHECK_FALSE(votes(7, 4, 0, 0).quorate); // 4 of 7 is below two thirds, 4.67
}

TEST_CASE("two thirds of those present must approve, and an abstention is a presence", "[review]") {
    CHECK(votes(9, 6, 3, 0).passed);
    CHECK_FALSE(votes(9, 5, 4, 0).passed);
    CHECK(votes(9, 4, 1, 1).passed);
    CHECK_FALSE(votes(9, 3, 0, 3).passed);
    const auto all = votes(3, 2, 0, 1);
    CHECK(all.complete);
    CHECK(all.present == 3);
    CHECK(all.passed);
}

TEST_CASE("outcomes are written with exact fractions", "[review]") {
    const auto rules = sample::score_rules();
    const auto written = to_json(score_result(sample::scored(rules, {0, 90, 81, 85, 100}), rules));
    CHECK(written["mean"] == "256/3");
    CHECK(written["total_of_all"] == "356/1");
    CHECK_FALSE(written.contains("recommended_amount"));
    CHECK(to_json(votes(3, 2, 0, 1))["passed"] == true);
}

TEST_CASE("the median decides where the rules say so") {
    auto rules = sample::score_rules();
    rules.aggregate = sluice::review::score_aggregate::median;
    rules.drop_extremes_from = 0;
    const auto found = score_result(sample::scored(rules, {71, 71, 71, 0, 0}), rules);
    CHECK(found.median == sluice::review::fraction{71, 1});
    CHECK(found.mean_hundredths == 4260);
    CHECK(found.decisive == found.median);
    CHECK(found.passed);
    const auto even = score_result(sample::scored(rules, {70, 71}), rules);
    CHECK(even.median == sluice::review::fraction{141, 2});
}

TEST_CASE("disagreement is flagged from the spread that the rules name") {
    auto rules = sample::score_rules();
    const auto seats = sample::scored(rules, {90, 60, 75, 75, 75});
    CHECK(score_result(seats, rules).spread == sluice::review::fraction{30, 1});
    CHECK_FALSE(score_result(seats, rules).disagreement); // no threshold: never
    rules.disagreement_from = 31;
    CHECK_FALSE(score_result(seats, rules).disagreement);
    rules.disagreement_from = 30;
    CHECK(score_result(seats, rules).disagreement);
}

TEST_CASE("confidence is shown as a mean of what was said") {
    const auto rules = sample::score_rules();
    auto seats = sample::composed(rules);
    auto sure = sample::sheet(80);
    sure.confidence = 5;
    seats = submit_score(seats, rules, "e1", sure, sample::morning).value();
    sure.confidence = 4;
    seats = submit_score(seats, rules, "e2", sure, sample::morning).value();
    seats = submit_score(seats, rules, "e3", sample::sheet(80), sample::morning).value();
    CHECK(score_result(seats, rules).confidence_hundredths == 450);
}

TEST_CASE("an abstention counts against or not at all, as the rules say") {
    auto rules = sample::vote_rules(3);
    auto seats = sample::composed(rules);
    using enum sluice::review::vote_choice;
    seats = cast_vote(seats, rules, "e1", approve, sample::morning).value();
    seats = cast_vote(seats, rules, "e2", abstain, sample::morning).value();
    seats = cast_vote(seats, rules, "e3", abstain, sample::morning).value();
    CHECK(vote_result(seats, rules).counted == 3);
    CHECK_FALSE(vote_result(seats, rules).passed);
    rules.majority_of = sluice::review::majority_base::cast;
    CHECK(vote_result(seats, rules).counted == 1);
    CHECK(vote_result(seats, rules).passed);
}
