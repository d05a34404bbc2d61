#include "engine/review/fraction.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

using namespace sluice::review;

TEST_CASE("fractions are in lowest terms and compare exactly", "[review]") {
    CHECK(fraction{4, 6} == fraction{2, 3});
    CHECK(fraction{2, 3} > fraction{666'666, 1'000'000});
    CHECK(fraction{2, 3} < fraction{666'667, 1'000'000});
    CHECK(fraction{4'611'686'018'427'387'903, 4'611'686'018'427'387'904} < fraction{1, 1});
    CHECK_THROWS_AS((fraction{1, 0}), std::invalid_argument);
}

TEST_CASE("a fraction is read as written and nothing else", "[review]") {
    CHECK(parse_fraction("2/3") == fraction{2, 3});
    CHECK(parse_fraction("1") == fraction{1, 1});
    CHECK(to_string(fraction{4, 6}) == "2/3");
    for (const char* wrong : {"", "/", "2/", "/3", "2/0", "-1/2", "2 / 3", "0.5", "1/2/3", "1234567/2"})
        CHECK_FALSE(parse_fraction(wrong));
}

TEST_CASE("a share of nothing is not reached", "[review]") {
    CHECK_FALSE(reaches(0, 0, fraction{2, 3}));
    CHECK(reaches(2, 3, fraction{2, 3}));
    CHECK_FALSE(reaches(1, 3, fraction{2, 3}));
}

TEST_CASE("hundredths are rounded half up", "[review]") {
    CHECK(to_hundredths(fraction{7, 3}) == 233);
    CHECK(to_hundredths(fraction{8, 3}) == 267);
    CHECK(to_hundredths(fraction{1, 200}) == 1);
    CHECK(to_hundredths(fraction{199, 40'000}) == 0);
    CHECK(to_hundredths(fraction{70, 1}) == 7000);
}
