#include "tests/cel/support.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::cel;

namespace {

refusal refused(std::string_view source, compile_limits limits = {}) {
    const auto compiled = expression::compile(source, form_environment(), limits);
    REQUIRE(compiled.has_error());
    CHECK_FALSE(compiled.error().explanation.zh.empty());
    return compiled.error();
}

} // namespace

TEST_CASE("a fault is shown with its place and a caret under it", "[cel]") {
    const auto why = refused("form.amount <= 'ten'");
    CHECK(why.reason == reason::expression_invalid);
    CHECK(why.place == "1:13");
    CHECK(why.explanation.en == "The expression is wrong at 1:13: found no matching overload for '_<=_' applied to "
                                "'(int, string)'\n  form.amount <= 'ten'\n              ^");
    CHECK(why.explanation.zh == "表达式 1:13 处有误：“_<=_”不适用于这些类型：(int, string)\n"
                                "  form.amount <= 'ten'\n              ^");
}

TEST_CASE("the caret stands under the place behind Chinese characters and on later lines", "[cel]") {
    CHECK(refused("'补正' == 1").explanation.en.ends_with("\n  '补正' == 1\n   \u3000\u3000  ^"));
    const auto why = refused("true &&\n\tform.rute == 'x'");
    CHECK(why.place == "2:7");
    CHECK(why.explanation.en.ends_with("\n  \tform.rute == 'x'\n  \t     ^"));
}

TEST_CASE("an undeclared field is named with the known ones and the nearest", "[cel]") {
    const auto why = refused("form.amont > 3");
    CHECK(why.explanation.en.find("undefined field 'amont' of form; did you mean 'amount'? (its fields: route, amount") !=
          std::string::npos);
    CHECK(why.explanation.zh.find("是否应为“amount”") != std::string::npos);
    CHECK(refused("has(form.telephone)").explanation.en.find("did you mean") == std::string::npos);
    CHECK(refused("form.members[0].nam == ''").explanation.en.find("did you mean 'name'?") != std::string::npos);
    CHECK(refused("forms.amount > 3").explanation.en.find("undeclared reference to 'forms'") != std::string::npos);
    CHECK(refused("forms.amount > 3").explanation.en.find("did you mean 'form'?") != std::string::npos);
}

TEST_CASE("faults of syntax name what is wrong and where", "[cel]") {
    const auto place_of = [](std::string_view source) { return refused(source).place; };
    CHECK(place_of("") == "1:1");
    CHECK(place_of("1 +") == "1:4");
    CHECK(place_of("1 + ) 2") == "1:5");
    CHECK(place_of("(1 + 2") == "1:7");
    CHECK(place_of("1 2") == "1:3");
    CHECK(place_of("'open") == "1:1");
    CHECK(place_of("'a\nb'") == "1:1");
    CHECK(place_of(R"('\q')") == "1:2");
    CHECK(place_of(R"('\ud800')") == "1:2");
    CHECK(place_of(R"(b'\u0041')") == "1:3");
    CHECK(place_of("a = 1") == "1:3");
    CHECK(place_of("1 # 2") == "1:3");
    CHECK(place_of("for") == "1:1");
    CHECK(place_of("9223372036854775808") == "1:1");
    CHECK(place_of("18446744073709551616u") == "1:1");
    CHECK(place_of("1e999") == "1:1");
    CHECK(place_of("has(form)") == "1:1");
    CHECK(place_of("[1].all(1, true)") == "1:9");
    CHECK(place_of("size([1],)") == "1:10");
    CHECK(place_of("form{a: 1}") == "1:5");
    CHECK(place_of("form.`route") == "1:6");
    CHECK(place_of("form.in") == "1:6");
    CHECK(place_of("{1: 2, 3}") == "1:9");
}

TEST_CASE("a pattern that is none is found when compiling", "[cel]") {
    const auto why = refused("form.route.matches('[a-')");
    CHECK(why.place == "1:20");
    CHECK(why.explanation.en.find("invalid regular expression") != std::string::npos);
}

TEST_CASE("source, depth and cost are bounded", "[cel]") {
    CHECK(refused(std::string(16'385, ' ')).reason == reason::expression_invalid);
    CHECK(refused("'\xff'").reason == reason::expression_invalid);
    for (const std::string opening : {"(", "[", "{1:", "-(", "!(", "size(", "[1].map(x, "})  {
        std::string deep;
        for (int i = 0; i < 500; ++i) deep += opening;
        CHECK(refused(deep).explanation.en.find("nested deeper than 100") != std::string::npos);
    }
    std::string sum = "1", chain = "true";
    for (int i = 0; i < 200; ++i) sum += "+1", chain += " && true";
    CHECK(refused(sum).explanation.en.find("nested deeper than 100") != std::string::npos);
    CHECK(expression::compile(chain, environment{}).has_value());
    compile_limits tight;
    tight.cost_max = 1'000;
    CHECK(refused("form.members.all(m, form.members.exists(n, n.name == m.name))", tight).reason ==
          reason::cost_exceeded);
}
