#include "engine/ledger/year_end.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::ledger;

namespace {

/// Closes a year in which `during` happened after `before`, at once.
year_end close(movement_sums before, const movement_sums& during) {
    movement_sums after = before;
    for (const auto& [kind, amount] : during)
        after[kind] += amount;
    return close_year(before, after, totals_of(after));
}

const movement_sums first_year{{movement::appropriate, fen{100}}, {movement::reserve, fen{60}}};

} // namespace

TEST_CASE("what is unspent at the end of its first year goes on to the next", "[ledger]") {
    const auto closed = close({}, first_year);
    CHECK(closed.unspent == fen{40});
    CHECK(closed.carried_over == fen{40});
    CHECK(closed.returned == fen{0});
}

TEST_CASE("what is unspent two years in a row returns to the treasury, the oldest being spent first", "[ledger]") {
    const auto closed = close(first_year, {{movement::appropriate, fen{50}}, {movement::reserve, fen{15}}});
    CHECK(closed.unspent == fen{75});
    CHECK(closed.carried_over == fen{50});
    CHECK(closed.lapsed == fen{25});
    CHECK(closed.returned == fen{25});
    CHECK(close(first_year, {{movement::appropriate, fen{50}}, {movement::reserve, fen{45}}}).returned == fen{0});
}

TEST_CASE("a reservation that is released is as old as it was", "[ledger]") {
    const auto closed = close(first_year, {{movement::release_reservation, fen{60}}});
    CHECK(closed.unspent == fen{100});
    CHECK(closed.returned == fen{100});
}

TEST_CASE("money that comes back counts as new in its year", "[ledger]") {
    movement_sums before = first_year;
    before[movement::commit] = fen{60};
    before[movement::pay] = fen{60};
    const auto closed = close(before, {{movement::recover, fen{10}}, {movement::reserve, fen{40}}});
    CHECK(closed.unspent == fen{10});
    CHECK(closed.carried_over == fen{10});
    CHECK(closed.returned == fen{0});
}

TEST_CASE("no more returns than is still there, and than was appropriated", "[ledger]") {
    account_totals now;
    now.available = fen{7};
    now.appropriation = fen{100};
    CHECK(close_year(first_year, first_year, now).returned == fen{7});
    now.available = fen{70};
    now.appropriation = fen{5};
    CHECK(close_year(first_year, first_year, now).returned == fen{5});
}

TEST_CASE("the sums of the movements give the totals", "[ledger]") {
    const auto totals = totals_of({{movement::appropriate, fen{100}},
                                   {movement::withdraw_appropriation, fen{10}},
                                   {movement::reserve, fen{50}},
                                   {movement::commit, fen{40}},
                                   {movement::pay, fen{30}},
                                   {movement::reverse_payment, fen{5}},
                                   {movement::recover, fen{4}}});
    CHECK(totals.appropriation == fen{90});
    CHECK(totals.available == fen{44});
    CHECK(totals.reserved == fen{10});
    CHECK(totals.committed == fen{15});
    CHECK(totals.paid == fen{25});
    CHECK(verify(totals).has_value());
}
