#include "engine/review/ranking.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

using namespace sluice::review;

TEST_CASE("candidates rank by mean, then by the total of all scores, then by number", "[review]") {
    const std::vector<candidate> ordered{{"A-4", {256, 3}, {300, 1}},
                                         {"A-9", {80, 1}, {401, 1}},
                                         {"A-2", {80, 1}, {400, 1}},
                                         {"A-7", {80, 1}, {400, 1}},
                                         {"A-1", {239, 3}, {500, 1}}};
    const auto seed = std::random_device{}();
    WARN("seed " << seed);
    std::mt19937 random{seed};
    auto shuffled = ordered;
    for (int round = 0; round < 50; ++round) {
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        const auto ranking = rank(shuffled);
        REQUIRE(ranking.size() == ordered.size());
        for (std::size_t index = 0; index < ordered.size(); ++index) {
            REQUIRE(ranking[index].ranked == ordered[index]);
            REQUIRE(ranking[index].rank == static_cast<std::int64_t>(index) + 1);
            REQUIRE(ranking[index].tied == (index == 2 || index == 3));
        }
    }
}

TEST_CASE("means that show the same two decimals still rank apart", "[review]") {
    const auto ranking = rank({{"A-1", {69'999, 1000}, {350, 1}}, {"A-2", {70, 1}, {350, 1}}});
    CHECK(ranking[0].ranked.application == "A-2");
    CHECK_FALSE(ranking[0].tied);
    CHECK(rank({}).empty());
}
