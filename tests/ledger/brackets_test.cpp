#include "engine/ledger/brackets.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::ledger;

TEST_CASE("an investment falls in the bracket whose lower bound it reaches", "[ledger]") {
    const auto ten_thousand = [](std::int64_t count) { return fen{count * 1'000'000}; };
    const std::vector<bracket> table{{ten_thousand(50), ten_thousand(10)},
                                     {ten_thousand(100), ten_thousand(20)},
                                     {ten_thousand(200), ten_thousand(30)},
                                     {ten_thousand(500), ten_thousand(40)},
                                     {ten_thousand(1000), ten_thousand(50)}};
    CHECK(award_of(table, ten_thousand(50) - fen{1}).value() == fen{0});
    CHECK(award_of(table, ten_thousand(50)).value() == ten_thousand(10));
    CHECK(award_of(table, ten_thousand(100) - fen{1}).value() == ten_thousand(10));
    CHECK(award_of(table, ten_thousand(100)).value() == ten_thousand(20));
    CHECK(award_of(table, ten_thousand(999)).value() == ten_thousand(40));
    CHECK(award_of(table, ten_thousand(9999)).value() == ten_thousand(50));
    CHECK(award_of(table, fen{-1}).error().reason == reason::amount_invalid);
}

TEST_CASE("a table that does not ascend is refused", "[ledger]") {
    CHECK(award_of({}, fen{1}).error().reason == reason::definition_invalid);
    CHECK(award_of({{fen{5}, fen{1}}, {fen{5}, fen{2}}}, fen{1}).error().place == "/brackets/1");
    CHECK(award_of({{fen{5}, fen{-1}}}, fen{1}).error().place == "/brackets/0");
}
