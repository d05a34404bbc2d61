#include "engine/ledger/division.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <random>

using namespace sluice;
using namespace sluice::ledger;

TEST_CASE("each pool is divided among its own", "[ledger]") {
    const std::vector<candidate> list{
        {"A-1", "", fen{100}, {}, {}}, {"A-2", "", fen{100}, {}, {}}, {"A-3", "east", fen{50}, {}, {}}};
    const auto made = divide({{"", fen{101}}, {"east", fen{80}}}, list, {});
    REQUIRE(made.has_value());
    CHECK(made->shares.at("A-1") == fen{51});
    CHECK(made->shares.at("A-2") == fen{50});
    CHECK(made->shares.at("A-3") == fen{50});
    CHECK(made->pools.at("east").left_over == fen{30});
    CHECK(made->total == fen{151});
}

TEST_CASE("a ranking goes by score, number by number, and by application where scores are equal", "[ledger]") {
    const std::vector<candidate> list{{"A-1", "", fen{60}, {}, {80, 400}},
                                      {"A-2", "", fen{60}, {}, {80, 410}},
                                      {"A-3", "", fen{60}, {}, {91, 1}},
                                      {"A-4", "", fen{60}, {}, {80, 400}}};
    const auto made = divide({{"", fen{150}}}, list, {division_mode::ranked, when_short::pay_part});
    REQUIRE(made.has_value());
    CHECK(made->order == std::vector<std::string>{"A-3", "A-2", "A-1", "A-4"});
    CHECK(made->shares.at("A-2") == fen{60});
    CHECK(made->shares.at("A-1") == fen{30});
    CHECK(made->shares.at("A-4") == fen{0});
}

TEST_CASE("capped shares are divided within each pool", "[ledger]") {
    const std::vector<candidate> list{{"A-1", "", fen{900}, fen{20}, {}}, {"A-2", "", fen{100}, fen{200}, {}}};
    const auto made = divide({{"", fen{100}}}, list, {division_mode::budget_share, when_short::stop});
    CHECK(made->shares.at("A-1") == fen{20});
    CHECK(made->shares.at("A-2") == fen{80});
}

TEST_CASE("the order in which a list is handed in changes nothing", "[ledger]") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937_64 random{seed};
    for (const auto mode : {division_mode::pro_rata, division_mode::budget_share, division_mode::ranked}) {
        std::vector<candidate> list;
        for (int i = 0; i < 40; ++i)
            list.push_back({"A-" + std::to_string(i),
                            i % 3 == 0 ? "east" : "",
                            fen{static_cast<std::int64_t>(random() % 1'000)},
                            fen{static_cast<std::int64_t>(random() % 500)},
                            {static_cast<double>(random() % 5)}});
        const std::map<std::string, fen> pools{{"", fen{3'001}}, {"east", fen{999}}};
        const auto one = divide(pools, list, {mode, when_short::pass_over});
        std::shuffle(list.begin(), list.end(), random);
        const auto other = divide(pools, list, {mode, when_short::pass_over});
        CHECK(one->shares == other->shares);
        CHECK(one->order == other->order);
        for (const auto& [name, pool] : one->pools)
            CHECK(pool.left_over >= fen{0});
        CHECK(one->total + one->pools.at("").left_over + one->pools.at("east").left_over == fen{4'000});
    }
}

TEST_CASE("an application twice, and a pool that is not there, are refused", "[ledger]") {
    CHECK(divide({{"", fen{1}}}, {{"A", "", fen{1}, {}, {}}, {"A", "", fen{1}, {}, {}}}, {}).error().reason ==
          reason::already_exists);
    CHECK(divide({{"", fen{1}}}, {{"A", "east", fen{1}, {}, {}}}, {}).error().reason == reason::invalid_value);
}
