#include "engine/ledger/allocation.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <map>
#include <random>

using namespace sluice;
using namespace sluice::ledger;

namespace {

fen sum(const allocation& divided) {
    fen total;
    for (const auto& each : divided.shares)
        total += each.amount;
    return total;
}

std::map<std::string, fen> by_application(const allocation& divided) {
    std::map<std::string, fen> amounts;
    for (const auto& each : divided.shares)
        amounts.emplace(each.application, each.amount);
    return amounts;
}

template<class Random>
std::int64_t draw(Random& random, std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>{least, most}(random);
}

} // namespace

TEST_CASE("the worked example: a claim of 100,000 on half a pool is paid 50,000", "[ledger]") {
    const auto yuan = [](std::int64_t count) { return fen{count * 100}; };
    const auto divided = pro_rata(yuan(500'000), {{"R-2", yuan(900'000)}, {"R-1", yuan(100'000)}}).value();
    CHECK(divided == allocation{{{"R-1", yuan(50'000)}, {"R-2", yuan(450'000)}}, fen{0}});
}

TEST_CASE("claims within the pool are paid in full", "[ledger]") {
    CHECK(pro_rata(fen{10}, {{"b", fen{4}}, {"a", fen{3}}}).value() ==
          allocation{{{"a", fen{3}}, {"b", fen{4}}}, fen{3}});
    CHECK(pro_rata(fen{10}, {}).value() == allocation{{}, fen{10}});
}

TEST_CASE("equal remainders go to the lower application number", "[ledger]") {
    CHECK(pro_rata(fen{2}, {{"c", fen{5}}, {"a", fen{5}}, {"b", fen{5}}}).value() ==
          allocation{{{"a", fen{1}}, {"b", fen{1}}, {"c", fen{0}}}, fen{0}});
}

TEST_CASE("a thousand random rounds add up, in any order, never above a claim, and in proportion", "[ledger]") {
    const auto seed = std::random_device{}();
    WARN("seed " << seed);
    std::mt19937_64 random{seed};
    for (int round = 0; round < 1000; ++round) {
        std::vector<claim> claims;
        const auto most = round % 2 == 0 ? 50 : fen_max.count();
        const auto count = draw(random, 1, 40);
        fen total;
        for (std::int64_t index = 0; index < count; ++index) {
            claims.push_back({"R-" + std::to_string(index), fen{draw(random, 0, most)}});
            total += claims.back().amount;
        }
        const fen pool{draw(random, 0, std::min(total.count() + 5, fen_max.count()))};
        const auto divided = pro_rata(pool, claims).value();
        REQUIRE(sum(divided) == std::min(pool, total));
        REQUIRE(sum(divided) + divided.left_over == pool);

        const auto amounts = by_application(divided);
        for (const auto& one : claims) {
            REQUIRE(amounts.at(one.application) <= one.amount);
            REQUIRE(amounts.at(one.application) >= fen{0});
            for (const auto& other : claims)
                if (one.amount < other.amount) REQUIRE(amounts.at(one.application) <= amounts.at(other.application));
        }
        std::shuffle(claims.begin(), claims.end(), random);
        REQUIRE(pro_rata(pool, claims).value() == divided);
    }
}

TEST_CASE("what a cap leaves is shared again among the rest", "[ledger]") {
    // 1000 by 1:1:2 is 250, 250, 500; the cap of 100 leaves 900 for 1:2, that is 300 and 600, capped at 550.
    const auto divided =
        budget_share_with_caps(fen{1000}, {{"a", fen{1}, fen{100}}, {"b", fen{1}, fen{1000}}, {"c", fen{2}, fen{550}}})
            .value();
    CHECK(divided == allocation{{{"a", fen{100}}, {"b", fen{350}}, {"c", fen{550}}}, fen{0}});
}

TEST_CASE("when everyone is at the cap the rest is left over", "[ledger]") {
    CHECK(budget_share_with_caps(fen{100}, {{"a", fen{3}, fen{10}}, {"b", fen{0}, fen{50}}}).value() ==
          allocation{{{"a", fen{10}}, {"b", fen{0}}}, fen{90}});
}

TEST_CASE("a thousand random capped budgets are shared until nothing is left, in any order", "[ledger]") {
    const auto seed = std::random_device{}();
    WARN("seed " << seed);
    std::mt19937_64 random{seed};
    for (int round = 0; round < 1000; ++round) {
        std::vector<capped_claim> claims;
        const auto most = round % 2 == 0 ? 20 : fen_max.count();
        fen caps;
        for (auto count = draw(random, 1, 30); count > 0; --count) {
            claims.push_back({"R-" + std::to_string(count), fen{draw(random, 0, most)}, fen{draw(random, 0, most)}});
            if (claims.back().weight > fen{0}) caps += claims.back().cap;
        }
        const fen pool{draw(random, 0, std::min(caps.count() + 3, fen_max.count()))};
        const auto divided = budget_share_with_caps(pool, claims).value();
        REQUIRE(sum(divided) == std::min(pool, caps));
        REQUIRE(sum(divided) + divided.left_over == pool);

        const auto amounts = by_application(divided);
        for (const auto& one : claims) {
            REQUIRE(amounts.at(one.application) <= one.cap);
            // Who is below the cap gets no lower rate than anyone else, but for the rounding to a fen.
            if (one.weight > fen{0} && amounts.at(one.application) < one.cap)
                for (const auto& other : claims)
                    REQUIRE(static_cast<long double>(amounts.at(other.application).count() - 1) * one.weight.count() <=
                            static_cast<long double>(amounts.at(one.application).count() + 1) * other.weight.count() *
                                (1 + 1e-12L));
        }
        std::shuffle(claims.begin(), claims.end(), random);
        REQUIRE(budget_share_with_caps(pool, claims).value() == divided);
    }
}

TEST_CASE("a ranking is paid from the top until the pool is exhausted", "[ledger]") {
    const std::vector<claim> ranked{{"first", fen{60}}, {"second", fen{50}}, {"third", fen{30}}};
    CHECK(ranked_until_exhausted(fen{100}, ranked, when_short::stop).value() ==
          allocation{{{"first", fen{60}}, {"second", fen{0}}, {"third", fen{0}}}, fen{40}});
    CHECK(ranked_until_exhausted(fen{100}, ranked, when_short::pay_part).value() ==
          allocation{{{"first", fen{60}}, {"second", fen{40}}, {"third", fen{0}}}, fen{0}});
    CHECK(ranked_until_exhausted(fen{100}, ranked, when_short::pass_over).value() ==
          allocation{{{"first", fen{60}}, {"second", fen{0}}, {"third", fen{30}}}, fen{10}});
}

TEST_CASE("claims that cannot be divided are refused", "[ledger]") {
    CHECK(pro_rata(fen{1}, {{"a", fen{1}}, {"a", fen{2}}}).error().reason == reason::already_exists);
    CHECK(pro_rata(fen{-1}, {}).error().place == "/pool");
    CHECK(pro_rata(fen{1}, {{"a", fen{-1}}}).error().place == "/claims/0");
    CHECK(pro_rata(fen{1}, {{"a", fen_max + fen{1}}}).error().reason == reason::amount_invalid);
    CHECK(budget_share_with_caps(fen{1}, {{"a", fen{1}, fen{-1}}}).error().place == "/claims/0");
    CHECK(ranked_until_exhausted(fen{1}, {{"a", fen{1}}, {"a", fen{1}}}, when_short::stop).error().place ==
          "/claims/1");
    std::vector<claim> crowd(claims_max + 1);
    CHECK(pro_rata(fen{1}, crowd).error().reason == reason::amount_invalid);
}
