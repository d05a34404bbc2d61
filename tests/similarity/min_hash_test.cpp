#include "engine/similarity/min_hash.hpp"
#include "tests/similarity/titles.hpp"

#include <catch2/catch_approx.hpp>
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <set>

using namespace sluice::similarity;

namespace {

constexpr banding cut{24, 4, 1};

bool share_a_band(const shingle_set& left, const shingle_set& right) {
    const auto one = bands_of(left, cut), other = bands_of(right, cut);
    const std::set<std::int64_t> known{one.begin(), one.end()};
    return std::any_of(other.begin(), other.end(), [&](std::int64_t each) { return known.contains(each); });
}

} // namespace

TEST_CASE("the recall of a banding is the textbook's") {
    CHECK(recall({20, 5, 0}, 0.8) == Catch::Approx(0.99964).margin(0.00001)); // Leskovec et al., 3.4.2
    CHECK(recall({20, 5, 0}, 0.2) == Catch::Approx(0.006).margin(0.001));
    CHECK(recall(cut, 1.0) == Catch::Approx(1.0));
    CHECK(recall(cut, 0.0) == Catch::Approx(0.0));
}

TEST_CASE("texts are found as often as the banding promises") {
    const std::uint64_t seed = 20'260'311;
    CAPTURE(seed);
    sample::title_maker maker{seed};
    struct tally {
        int pairs = 0, found = 0;
    };
    std::map<int, tally> by_tenth;
    for (int i = 0; i < 12'000; ++i) {
        const auto one = maker.letters(12 + maker.roll(20));
        const auto left = sample::shingles(one), right = sample::shingles(maker.changed(one, 1 + maker.roll(6)));
        auto& counted = by_tenth[resemblance(left, right) / 100];
        ++counted.pairs;
        counted.found += share_a_band(left, right) ? 1 : 0;
    }
    int judged = 0;
    for (const auto& [tenth, counted] : by_tenth) {
        if (counted.pairs < 200) continue;
        ++judged;
        const double share = static_cast<double>(counted.found) / counted.pairs;
        CAPTURE(tenth, counted.pairs, share);
        CHECK(share >= recall(cut, tenth / 10.0) - 0.05);
        CHECK(share <= recall(cut, (tenth + 1) / 10.0) + 0.05);
        if (tenth >= 6) CHECK(share >= 0.95); // what an officer relies on
    }
    CHECK(judged >= 5);
}

TEST_CASE("unrelated titles are not found") {
    const std::uint64_t seed = 20'260'312;
    CAPTURE(seed);
    sample::title_maker maker{seed};
    int found = 0;
    for (int i = 0; i < 5'000; ++i)
        found += share_a_band(sample::shingles(maker.letters(15)), sample::shingles(maker.letters(15))) ? 1 : 0;
    CHECK(found == 0);
}

TEST_CASE("keys are kept in stores and never change") {
    const auto keys = bands_of(shingles_of(normalise("高精度电机控制器")), {3, 2, 7});
    CHECK(keys == std::vector<std::int64_t>{-1566666179899967379, -6960675415361223666, 514523182963228421});
    CHECK(bands_of({}, cut).empty());
    CHECK(bands_of({1, 2, 3}, {2, 2, 1}) != bands_of({1, 2, 3}, {2, 2, 2}));
}
