#include "engine/review/spot_check.hpp"

#include "engine/base/digest.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>

using namespace sluice;
using namespace sluice::review;

namespace {

std::vector<std::string> numbered(std::size_t count) {
    std::vector<std::string> numbers;
    for (std::size_t i = 0; i < count; ++i)
        numbers.push_back("CX-" + std::to_string(i));
    return numbers;
}

} // namespace

TEST_CASE("a percentage is rounded up, and at least so many are drawn as far as there are", "[spot_check]") {
    CHECK(drawn_of(0, {5, 1}) == 0);
    CHECK(drawn_of(1, {5, 1}) == 1);
    CHECK(drawn_of(20, {5, 0}) == 1);
    CHECK(drawn_of(21, {5, 0}) == 2);
    CHECK(drawn_of(20, {5, 3}) == 3);
    CHECK(drawn_of(2, {5, 3}) == 2);
    CHECK(drawn_of(7, {100, 0}) == 7);
    CHECK(drawn_of(5'000, {1, 0}) == 50);
}

TEST_CASE("a draw depends on its seed and its population, not on their order", "[spot_check]") {
    auto numbers = numbered(40);
    const auto drawn = draw_spot_check(numbers, {10, 1}, "seed");
    CHECK(drawn.drawn.size() == 4);
    CHECK(std::is_sorted(drawn.population.begin(), drawn.population.end()));
    std::reverse(numbers.begin(), numbers.end());
    CHECK(draw_spot_check(numbers, {10, 1}, "seed").drawn == drawn.drawn);
    CHECK(draw_spot_check(numbers, {10, 1}, "other seed").drawn != drawn.drawn);
    for (const auto& each : drawn.drawn)
        CHECK(each.ticket == to_hex(sha256("sluice spot check 1\nseed\n" + each.number)));
    for (const auto& number : drawn.population) {
        const auto ticket = to_hex(sha256("sluice spot check 1\nseed\n" + number));
        const bool among = std::any_of(drawn.drawn.begin(), drawn.drawn.end(),
                                       [&](const spot_check_ticket& each) { return each.number == number; });
        CHECK(among == (ticket <= drawn.drawn.back().ticket));
    }
}

TEST_CASE("everybody can be drawn", "[spot_check]") {
    std::set<std::string> seen;
    for (int i = 0; i < 400; ++i)
        seen.insert(draw_spot_check(numbered(10), {1, 1}, "seed " + std::to_string(i)).drawn.at(0).number);
    CHECK(seen.size() == 10);
}

TEST_CASE("the digest of a population is that of its lines", "[spot_check]") {
    CHECK(digest_of_population({"a", "b"}) == to_hex(sha256("a\nb\n")));
}
