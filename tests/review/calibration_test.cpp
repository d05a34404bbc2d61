#include "engine/review/calibration.hpp"
#include "tests/review/random.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

using namespace sluice::review;

namespace {

/// The same problem by its normal equations, solved by elimination: effects and applications as one vector.
std::map<std::string, double> by_elimination(const std::vector<given_score>& scores, double strength) {
    std::map<std::string, std::size_t> at;
    for (const auto& each : scores) {
        at.emplace("a:" + each.application, at.size());
        at.emplace("r:" + each.reviewer, at.size());
    }
    const auto size = at.size();
    std::vector<std::vector<double>> rows(size, std::vector<double>(size + 1, 0.0));
    for (const auto& each : scores) {
        const auto a = at.at("a:" + each.application), r = at.at("r:" + each.reviewer);
        rows[a][a] += 1, rows[r][r] += 1, rows[a][r] += 1, rows[r][a] += 1;
        rows[a][size] += each.points, rows[r][size] += each.points;
    }
    for (const auto& [name, index] : at)
        if (name.starts_with("r:")) rows[index][index] += strength;
    for (std::size_t pivot = 0; pivot < size; ++pivot) {
        auto best = pivot;
        for (auto row = pivot; row < size; ++row)
            if (std::abs(rows[row][pivot]) > std::abs(rows[best][pivot])) best = row;
        std::swap(rows[pivot], rows[best]);
        for (std::size_t row = 0; row < size; ++row) {
            if (row == pivot) continue;
            const auto factor = rows[row][pivot] / rows[pivot][pivot];
            for (auto column = pivot; column <= size; ++column)
                rows[row][column] -= factor * rows[pivot][column];
        }
    }
    std::map<std::string, double> solved;
    for (const auto& [name, index] : at)
        solved[name] = rows[index][size] / rows[index][index];
    return solved;
}

double effect_of(const calibration& found, const std::string& reviewer) {
    for (const auto& each : found.reviewers)
        if (each.reviewer == reviewer) return each.effect;
    return -1e9;
}

} // namespace

TEST_CASE("random scores are calibrated as the normal equations say") {
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        CAPTURE(seed);
        sample::dice dice{seed};
        std::vector<given_score> scores;
        for (int application = 0; application < 2 + dice.roll(6); ++application)
            for (int reviewer = 0; reviewer < 6; ++reviewer)
                if (dice.chance(50))
                    scores.push_back({"a" + std::to_string(application), "r" + std::to_string(reviewer),
                                      static_cast<double>(dice.roll(100))});
        if (scores.empty()) continue;
        const auto strength = 1 + dice.roll(4);
        const auto found = calibrate(scores, strength);
        const auto expected = by_elimination(scores, strength);
        CHECK(found.converged);
        for (const auto& each : found.applications)
            CHECK(std::abs(each.calibrated - expected.at("a:" + each.application)) < 1e-5);
        for (const auto& each : found.reviewers)
            CHECK(std::abs(each.effect - expected.at("r:" + each.reviewer)) < 1e-5);
    }
}

TEST_CASE("a harsh reviewer's applications are raised, and the raw mean stays as it is") {
    std::vector<given_score> scores;
    for (int number = 0; number < 40; ++number) {
        const auto application = std::to_string(number);
        scores.push_back({application, number % 2 == 0 ? "harsh" : "lenient", number % 2 == 0 ? 60.0 : 80.0});
        scores.push_back({application, "steady", 70});
    }
    const auto found = calibrate(scores, 3);
    CHECK(effect_of(found, "harsh") < -5);
    CHECK(effect_of(found, "lenient") > 5);
    CHECK(std::abs(effect_of(found, "steady")) < 0.5);
    for (const auto& each : found.applications) {
        CHECK((each.raw_mean == 65 || each.raw_mean == 75));
        CHECK(std::abs(each.calibrated - 70) < std::abs(each.raw_mean - 70));
        CHECK(each.scores == 2);
    }
}

TEST_CASE("one score alone is hardly held against a reviewer") {
    const std::vector<given_score> scores{{"a", "once", 40}, {"a", "r1", 80}, {"a", "r2", 80}, {"b", "r1", 80},
                                          {"b", "r2", 80},   {"c", "r1", 80}, {"c", "r2", 80}};
    CHECK(effect_of(calibrate(scores, 3), "once") > -10);
    CHECK(effect_of(calibrate(scores, 100), "once") > -1);
}

TEST_CASE("the order of the scores changes nothing, to the last bit") {
    sample::dice dice{11};
    std::vector<given_score> scores;
    for (int number = 0; number < 200; ++number)
        scores.push_back(
            {std::to_string(number % 40), "r" + std::to_string(dice.roll(20)), static_cast<double>(dice.roll(100))});
    const auto once = calibrate(scores, 3);
    std::reverse(scores.begin(), scores.end());
    const auto again = calibrate(scores, 3);
    for (std::size_t at = 0; at < once.applications.size(); ++at)
        CHECK(once.applications[at].calibrated == again.applications[at].calibrated);
}

TEST_CASE("nothing to calibrate gives nothing") {
    const auto found = calibrate({}, 3);
    CHECK(found.applications.empty());
    CHECK(found.reviewers.empty());
    CHECK(found.converged);
}
