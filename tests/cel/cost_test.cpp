#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

namespace {

std::uint64_t cost(std::string_view source) {
    return expression::compile(source, form_environment()).value().cost_max();
}

} // namespace

TEST_CASE("the worst cost follows the shape of the expression", "[cel]") {
    CHECK(cost("1 + 1") < 10);
    CHECK(cost("form.amount <= 20000000 && vars.count == 0 && form.route == 'contest_award'") < 50);
    CHECK(cost("[1, 2, 3].all(x, x > 0)") < 30);
    const auto once = cost("form.members.all(m, m.age > 0)");
    const auto twice = cost("form.members.all(m, form.members.all(n, n.age > m.age))");
    CHECK(once > 1'000);
    CHECK(twice > 1'000 * once / 2);
}

TEST_CASE("no evaluation takes more steps than its bound on data of the assumed size", "[cel]") {
    json members = json::array();
    for (int i = 0; i < 1'000; ++i) members.push_back({{"name", std::string(64, 'x')}, {"age", i}});
    const json form{{"members", members}, {"route", std::string(10'000, 'r')}, {"amount", 5}, {"rates", {1, 2}}};
    const auto known = form_environment();
    activation bound{known};
    bound.bind("form", value::view(form)).bind("vars", value::view(form));
    for (const std::string source :
         {"form.members.all(m, m.age >= 0)", "form.members.map(m, m.name + form.route).size()", "form == form",
          "form.members.exists(m, m.name.matches('y+$'))", "form.route.split('').size()",
          "form.route.replace('', 'ab', 5).size()", "form.members.map(m, m.name).join(',').size()",
          "vars.members == form.members", "5 in form.members.map(m, m.age)", "form.members.filter(m, m.age % 2 == 0)",
          "form.route < form.route + 'a'", "(form.members + form.members).size()", "vars.exists(k, k == 'zz')",
          "[form.route + form.route, 'b'].exists(s, s == form.route + form.route)"}) {
        INFO(source);
        const auto compiled = expression::compile(source, known).value();
        std::uint64_t steps = 0;
        const auto got = compiled.evaluate(bound, {.steps_max = UINT64_MAX}, &steps);
        CHECK(got.has_value());
        CHECK(steps <= compiled.cost_max());
        CHECK(steps > 1);
    }
}

TEST_CASE("an evaluation stops at its budget, and nothing absorbs that", "[cel]") {
    const environment known;
    const auto compiled = expression::compile("true || [1,2,3].all(x, [1,2,3].all(y, [1,2,3].all(z, x+y+z > 0)))", known);
    CHECK(compiled->evaluate(activation{known}, {.steps_max = 5}).value().as_boolean());
    for (const std::string source :
         {"[1,2,3].all(x, [1,2,3].all(y, x + y > 0)) || true", "[1,2,3,4,5,6,7,8].map(x, [x, x]).size() > 0 || true",
          "[[1,2,3,4,5,6,7]] == [[1,2,3,4,5,6,7]] || true", "7 in [1,2,3,4,5,6,7] || true",
          "[1,2,3,4,5,6,7].exists(x, x > 6) || true"}) {
        const auto bounded = expression::compile(source, known).value().evaluate(activation{known}, {.steps_max = 12});
        REQUIRE(bounded.has_error());
        CHECK(bounded.error().reason == reason::cost_exceeded);
    }
}

TEST_CASE("no text grows past its bound", "[cel]") {
    environment known;
    known.declare("text", type::string());
    activation bound{known};
    bound.bind("text", value::string(std::string(10'000, 'a')));
    CHECK(evaluated("text.replace('', text).size()", known, bound).starts_with("error: the resulting text is longer"));
    CHECK(evaluated("text.replace('a', text).size()", known, bound).starts_with("error: the resulting text is longer"));
    CHECK(evaluated("text.split('').map(x, text).join().size()", known, bound).starts_with("error: the resulting text"));
}
