#include "engine/ledger/round_budget.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::ledger;

TEST_CASE("a named part is kept for its own, and whoever has none shares the rest", "[ledger]") {
    const round_budget budget{fen{1'000}, {{"east", fen{300}}, {"west", fen{200}}}};
    REQUIRE(check(budget).has_value());
    CHECK(budget.pool_of("east") == "east");
    CHECK(budget.pool_of("north").empty());
    CHECK(budget.of_pool("west") == fen{200});
    CHECK(budget.of_pool("") == fen{500});
    const round_use use{{"east", fen{250}}, {"", fen{400}}};
    CHECK(free_of(budget, use) == fen{350});
    CHECK(free_of_pool(budget, use, "east") == fen{50});
    CHECK(free_of_pool(budget, use, "west") == fen{200});
    CHECK(free_of_pool(budget, use, "") == fen{100});
}

TEST_CASE("what was drawn under a name that is gone still counts in the total", "[ledger]") {
    const round_budget budget{fen{1'000}, {}};
    const round_use use{{"east", fen{900}}};
    CHECK(free_of(budget, use) == fen{100});
    CHECK(free_of_pool(budget, use, "") == fen{100});
    CHECK(free_of(budget, {{"east", fen{1'200}}}) == fen{0});
}

TEST_CASE("parts beyond the total, below zero or without a name are refused", "[ledger]") {
    CHECK(check({fen{10}, {{"a", fen{6}}, {"b", fen{5}}}}).error().place == "/budgets");
    CHECK(check({fen{10}, {{"a", fen{-1}}}}).error().reason == reason::amount_invalid);
    CHECK(check({fen{10}, {{"", fen{1}}}}).error().reason == reason::amount_invalid);
}

TEST_CASE("an application draws what it holds, and a recovery does not give it back to the round", "[ledger]") {
    account_totals held;
    held.reserved = fen{1};
    held.committed = fen{2};
    held.paid = fen{4};
    held.recovery = fen{3};
    held.invested = fen{8};
    held.written_off = fen{16};
    CHECK(drawn_by(held) == fen{31});
}
