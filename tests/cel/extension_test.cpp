#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

TEST_CASE("macros with two variables see position and element, or key and entry", "[cel]") {
    CHECK(evaluated("[5, 7, 8].exists(i, v, i == 1 && v == 7)") == "true");
    CHECK(evaluated("[5, 7, 8].all(i, v, v > i)") == "true");
    CHECK(evaluated("[5, 7, 8].existsOne(i, v, v % 5 == i)") == "true");
    CHECK(evaluated("{'a': 1, 'b': 2}.exists(k, v, k == 'b' && v == 2)") == "true");
    CHECK(evaluated("[2, 4, 6].transformList(i, v, i != 1, v / 2 + i)") == "[1,5]");
    CHECK(evaluated("{'a': 1, 'b': 2}.transformMap(k, v, k != 'a', v * 10)") == R"({"b":20})");
    CHECK(evaluated("['x', 'y'].transformMapEntry(i, v, {v: i})") == R"({"x":0,"y":1})");
    CHECK(evaluated("['x', 'x'].transformMapEntry(i, v, {v: i})").starts_with("error: repeated key"));
    CHECK(evaluated("[1].all(i, i, true)").find("must have different names") != std::string::npos);
    CHECK(evaluated("[1].all(1, v, true)").find("takes simple names") != std::string::npos);
}

TEST_CASE("a name may be bound within an expression", "[cel]") {
    CHECK(evaluated("cel.bind(x, 3, cel.bind(y, x + 1, x * y))") == "12");
    CHECK(evaluated("cel.bind(x, 3, [1, 2].map(y, x + y)) == [4, 5]") == "true");
    CHECK(evaluated("[1, 2].map(x, cel.bind(x, x * 10, x + 1)) == [11, 21]") == "true");
    CHECK(evaluated("cel.bind(x, 1, 2) + x").find("undeclared reference to 'x'") != std::string::npos);
}

TEST_CASE("optional fields and elements are read without a fault", "[cel]") {
    CHECK(evaluated("{'a': {'b': 1}}.?a.?b.orValue(0)") == "1");
    CHECK(evaluated("{'a': {'b': 1}}.?c.b.orValue(0)") == "0");
    CHECK(evaluated("[1, 2][?5].orValue(7)") == "7");
    CHECK(evaluated("[?optional.of(1), ?optional.none(), 3]") == "[1,3]");
    CHECK(evaluated("{?'a': optional.none(), ?'b': optional.of(2)}") == R"({"b":2})");
    CHECK(evaluated("optional.of(20).optMap(x, x * 2).value()") == "40");
    CHECK(evaluated("{'a': {}}.?a.optFlatMap(x, x.?b).hasValue()") == "false");
    CHECK(evaluated("has({'a': {'b': 1}}.?a.c)") == "false");
    CHECK(evaluated("optional.ofNonZeroValue('').hasValue()") == "false");
    CHECK(evaluated("[?1]").find("expected type 'optional_type' but found 'int'") != std::string::npos);
    const auto known = form_environment();
    const json form{{"rates", {1}}, {"members", {{{"name", "a"}}}}};
    activation bound{known};
    bound.bind("form", value::view(form));
    CHECK(evaluated("form.?rates.orValue([])[0]", known, bound) == "1.0");
    CHECK(evaluated("form.?certificate.orValue('none')", known, bound) == "\"none\"");
    CHECK(evaluated("form.members[0].?age.orValue(18)", known, bound) == "18");
    CHECK(evaluated("form.?rate", known, bound).find("did you mean 'rates'?") != std::string::npos);
}

TEST_CASE("values are written into a text by its clauses", "[cel]") {
    CHECK(evaluated("'%s: %d 分, %.2f%%'.format(['合计', 5, 12.345])") == "\"合计: 5 分, 12.35%\"");
    CHECK(evaluated("'%b %o %x %X'.format([5, 9, 255, b'\\xff'])") == "\"101 11 ff FF\"");
    CHECK(evaluated("'%s'.format([[1, {'b': null, 'a': true}]])") == "\"[1, {a: true, b: null}]\"");
    CHECK(evaluated("'%d'.format(['a'])").find("decimal clause can only be used on integers") != std::string::npos);
    CHECK(evaluated("'%d %d'.format([1])").find("index 1 out of range") != std::string::npos);
    CHECK(evaluated("'%'.format([1])").find("could not parse formatting clause") != std::string::npos);
    CHECK(evaluated("'%.999f'.format([1.0])").find("could not parse formatting clause") != std::string::npos);
    CHECK(evaluated("strings.quote('a\"\\n')") == R"("\"a\\\"\\n\"")");
    CHECK(evaluated("'水到渠成'.reverse()") == "\"成渠到水\"");
    CHECK(evaluated("base64.encode(b'hello') + string(base64.decode('aGk'))") == "\"aGVsbG8=hi\"");
    CHECK(evaluated("base64.decode('a')") == "error: the text is not base64");
}

TEST_CASE("numbers are rounded, compared and shifted", "[cel]") {
    CHECK(evaluated("[math.round(-1.5), math.ceil(1.2), math.floor(-1.2), math.trunc(-1.8)]") ==
          "[-2.0,2.0,-2.0,-1.0]");
    CHECK(evaluated("math.abs(-5) + math.sign(-3) + math.bitAnd(6, 3)") == "6");
    CHECK(evaluated("math.abs(-9223372036854775808)") == "error: integer overflow");
    CHECK(evaluated("math.bitShiftRight(-1024, 3)") == "2305843009213693824");
    CHECK(evaluated("math.bitShiftLeft(1, -1)") == "error: negative offset of a shift");
    CHECK(evaluated("math.isNaN(0.0 / 0.0) && !math.isFinite(1.0 / 0.0)") == "true");
}

TEST_CASE("what the extensions do stays within its bound", "[cel]") {
    json members = json::array();
    for (int i = 0; i < 1'000; ++i)
        members.push_back({{"name", std::string(64, 'x')}, {"age", i}});
    const json form{{"members", members}, {"route", std::string(10'000, 'r')}, {"rates", {1, 2}}};
    const auto known = form_environment();
    activation bound{known};
    bound.bind("form", value::view(form)).bind("vars", value::view(form));
    for (const std::string source :
         {"form.members.transformList(i, m, m.name + string(i)).size()",
          "form.members.transformMap(i, m, m.name).size()", "vars.transformMap(k, v, k).size()",
          "form.members.transformMapEntry(i, m, {string(i): m, 'k' + string(i): m}).size()",
          "cel.bind(all, form.members + form.members, all == all)", "'%s %s'.format([form.route, form.members]).size()",
          "'%s'.format([vars.members]).size()", "strings.quote(form.route).size()", "form.route.reverse().size()",
          "form.?rates.optMap(r, r + r).orValue([]).size()",
          "form.members[?3].optMap(m, m.name + m.name).orValue('').size()",
          "base64.encode(bytes(form.route)).size()"}) {
        INFO(source);
        const auto compiled = expression::compile(source, known, {.cost_max = UINT64_MAX}).value();
        std::uint64_t steps = 0;
        const auto got = compiled.evaluate(bound, {.steps_max = UINT64_MAX}, &steps);
        CHECK(got.has_value());
        CHECK(steps <= compiled.cost_max());
    }
}
