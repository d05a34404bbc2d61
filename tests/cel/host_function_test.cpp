#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

#include <set>

using namespace sluice;
using namespace sluice::cel;

namespace {

using active_states = std::set<std::string, std::less<>>;

environment with_host_functions() {
    environment known;
    known.add_function("In", {type::string()}, type::boolean(),
                       [](std::span<const value> arguments, const activation& bound) -> result<value> {
                           const auto& states = bound.host<active_states>();
                           return value::boolean(states.contains(arguments[0].as_string()));
                       });
    known.add_function("fund.capped", {type::integer(), type::integer()}, type::integer(),
                       [](std::span<const value> arguments, const activation&) -> result<value> {
                           if (arguments[1].as_integer() < 0)
                               return refuse(reason::guard_failed, {"上限为负", "the cap is negative"});
                           return value::integer(std::min(arguments[0].as_integer(), arguments[1].as_integer()));
                       });
    return known;
}

} // namespace

TEST_CASE("a host function sees its arguments and the host", "[cel]") {
    const auto known = with_host_functions();
    const active_states states{"review", "payment"};
    const activation bound{known, &states};
    CHECK(evaluated("In('review') && !In('draft')", known, bound) == "true");
    CHECK(evaluated("fund.capped(30, 20)", known, bound) == "20");
    CHECK(evaluated("fund.capped(30, -1)", known, bound) == "error: the cap is negative");
    CHECK(evaluated("fund.capped(30, -1) > 0 || In('review')", known, bound) == "true");
}

TEST_CASE("the calls of host functions are checked", "[cel]") {
    const auto known = with_host_functions();
    CHECK(expression::compile("In(1)", known).has_error());
    CHECK(expression::compile("In('a', 'b')", known).has_error());
    CHECK(expression::compile("In('a') + 1", known).has_error());
    CHECK(expression::compile("out('a')", known).has_error());
}
