#include "engine/similarity/shingles.hpp"
#include "tests/similarity/titles.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace sluice::similarity;

namespace {

shingle_set of(std::string_view text) {
    return shingles_of(normalise(text));
}

} // namespace

TEST_CASE("a text is the set of its pairs, or triples of Latin letters") {
    CHECK(of("高精度电机").size() == 4);
    CHECK(of("高高高高").size() == 1);
    CHECK(of("motor").size() == 3); // mot, oto, tor
    CHECK(of("高").size() == 1);
    CHECK(of("ab").size() == 1);
    CHECK(of("").empty());
    CHECK(of("ab") != of("高"));
}

TEST_CASE("resemblance and containment are shares of the sets") {
    CHECK(resemblance(of("高精度电机"), of("高精度电机")) == 1000);
    CHECK(resemblance(of("高精度电机"), of("高精度电器")) == 600); // 3 of 5
    CHECK(resemblance(of("高精度电机"), of("生物制药工艺")) == 0);
    CHECK(resemblance(of(""), of("")) == 0);
    CHECK(containment(of("高精度电机"), of("新一代高精度电机控制器二期")) == 1000);
    CHECK(resemblance(of("高精度电机"), of("新一代高精度电机控制器二期")) == 333); // 4 of 12
}

TEST_CASE("the measures agree with their definitions on any two texts") {
    const std::uint64_t seed = 20'260'310;
    CAPTURE(seed);
    sample::title_maker maker{seed};
    for (int i = 0; i < 2'000; ++i) {
        const auto one = maker.letters(1 + maker.roll(20));
        const auto other =
            maker.roll(2) == 0 ? maker.changed(one, 1 + maker.roll(4)) : maker.letters(1 + maker.roll(20));
        const auto left = sample::shingles(one), right = sample::shingles(other);
        std::set<std::uint64_t> both, all{left.begin(), left.end()};
        for (const auto each : right)
            if (!all.insert(each).second) both.insert(each);
        CHECK(resemblance(left, right) == static_cast<int>(both.size() * 1000 / all.size()));
        CHECK(resemblance(left, right) == resemblance(right, left));
        CHECK(containment(left, right) >= resemblance(left, right));
        CHECK(containment(left, right) <= 1000);
    }
}
