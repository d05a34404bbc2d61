#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

namespace {

std::string type_of(std::string_view source) {
    const auto compiled = expression::compile(source, form_environment());
    return compiled ? compiled->result_type().to_string() : compiled.error().explanation.en;
}

} // namespace

TEST_CASE("the types of expressions are deduced", "[cel]") {
    CHECK(type_of("form.amount + 1") == "int");
    CHECK(type_of("form.members.map(m, m.name)") == "list(string)");
    CHECK(type_of("form.members.filter(m, m.age > 30)") == "list(member)");
    CHECK(type_of("vars.count") == "dyn");
    CHECK(type_of("vars.count == 0 ? form.amount : 0") == "int");
    CHECK(type_of("form.submitted_at + duration('24h')") == "timestamp");
    CHECK(type_of("form.submitted_at - form.submitted_at") == "duration");
    CHECK(type_of("{'a': [1, 2.0]}") == "map(string, list(dyn))");
    CHECK(type_of("math.greatest(1, 2, 3)") == "int");
    CHECK(type_of("form['amount']") == "dyn");
    CHECK(type_of("'amount' in form") == "bool");
}

TEST_CASE("types that do not fit are refused", "[cel]") {
    const auto refused = [](std::string_view source) {
        return expression::compile(source, form_environment()).has_error();
    };
    CHECK(refused("form.amount + 1.0"));
    CHECK(refused("form.amount == 'x'"));
    CHECK(refused("form.amount && true"));
    CHECK(refused("form.members.all(m, m.name)"));
    CHECK(refused("form.amount.all(x, true)"));
    CHECK(refused("form.route.name"));
    CHECK(refused("1 in form.route"));
    CHECK(refused("unheard_of(1)"));
    CHECK(refused("form.route.unheard_of()"));
    CHECK(refused("size(1)"));
    CHECK(refused("true ? 1 : 'a'"));
}

TEST_CASE("an expression says what it reads", "[cel]") {
    const auto reads = [](std::string_view source) {
        return expression::compile(source, form_environment()).value().reads();
    };
    using paths = std::vector<std::string>;
    CHECK(reads("form.amount <= 20 && vars.count == 0 && form.route == 'x'") ==
          paths{"form.amount", "form.route", "vars.count"});
    CHECK(reads("has(form.certificate) && vars['a'].b == 1") == paths{"form.certificate", "vars.a.b"});
    CHECK(reads("form.members.all(m, m.age > vars.limit)") == paths{"form.members", "vars.limit"});
    CHECK(reads("vars[form.route]") == paths{"form.route", "vars"});
    CHECK(reads("1 + 1").empty());
}

TEST_CASE("what was compiled outlives a changed environment", "[cel]") {
    environment known;
    known.declare("x", type::integer());
    const auto before = expression::compile("x + 1", known).value();
    known.declare("a", type::string()).declare("x", type::string());
    const auto after = expression::compile("x + a", known).value();
    CHECK(after.result_type() == type::string());
    activation later{known};
    later.bind("x", value::integer(4));
    CHECK(before.evaluate(later).value().as_integer() == 5);
    CHECK_THROWS_AS(later.bind("unheard_of", value::null()), std::logic_error);
}
