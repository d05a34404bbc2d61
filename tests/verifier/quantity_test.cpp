#include "engine/verifier/abstract_state.hpp"
#include "engine/verifier/quantity.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice::verifier;

TEST_CASE("what is subtracted from itself cancels") {
    const auto award = quantity::of(0), first = quantity::of(1);
    CHECK((award - first - (award - first)).is_zero());
    CHECK((award + award - award.times(2)).is_zero());
    CHECK_FALSE((award - first).is_zero());
}

TEST_CASE("a sum lies between the sums of the bounds, and unbounded stays unbounded") {
    const std::vector<interval> bounds{{1, 10}, {0, no_upper_bound}};
    CHECK((quantity::of(0).times(3).plus(-2)).within(bounds) == interval{1, 28});
    CHECK((quantity::of(0) - quantity::of(1)).within(bounds) == interval{no_lower_bound, 10});
}

TEST_CASE("what is assumed of a number narrows it, and a contradiction is noticed") {
    abstract_state state;
    const auto number = quantity::of(state.fresh({}));
    CHECK(state.assume_nonnegative(number.plus(-3)));
    CHECK(state.within(number) == interval{3, no_upper_bound});
    CHECK(state.assume_nonnegative(number.times(-2).plus(9)));
    CHECK(state.within(number) == interval{3, 4});
    CHECK_FALSE(state.assume_nonnegative(number.plus(-5)));
}

TEST_CASE("numbers that are equal become the same") {
    abstract_state state;
    state.reserved = quantity::of(state.fresh({0, no_upper_bound}));
    state.committed = quantity::of(state.fresh({2, 9}));
    CHECK(state.assume_zero(state.reserved - state.committed));
    CHECK((state.reserved - state.committed).is_zero());
    CHECK(state.within(state.reserved) == interval{2, 9});
}

TEST_CASE("a relation between two numbers is remembered") {
    abstract_state state;
    const auto whole = quantity::of(state.fresh({0, no_upper_bound})),
               part = quantity::of(state.fresh({0, no_upper_bound}));
    CHECK(state.compares_nonnegative(whole - part) == truth::maybe);
    CHECK(state.assume_nonnegative(whole - part));
    CHECK(state.compares_nonnegative(whole - part) == truth::yes);
    CHECK(state.compares_nonnegative(part - whole.plus(1)) == truth::no);
}
