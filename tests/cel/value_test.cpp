#include "engine/cel/value.hpp"

#include "engine/cel/comparison.hpp"
#include "engine/cel/utf8.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>

using namespace sluice;
using namespace sluice::cel;

TEST_CASE("values are written as JSON", "[cel]") {
    const auto map = value::map({{value::integer(1), value::bytes("abcd")},
                                 {value::string("t"), value::time(timestamp{0, 0})},
                                 {value::boolean(true), value::of_type(type_kind::null)}})
                         .value();
    CHECK(map.to_json().dump() == R"({"1":"YWJjZA==","t":"1970-01-01T00:00:00Z","true":"null_type"})");
    CHECK(value::list({value::null(), value::floating(std::numeric_limits<double>::infinity()),
                       value::length({-1, 500'000'000}), value::optional(value::integer(2)), value::optional({})})
              .to_json()
              .dump() == R"([null,null,"-0.5s",2,null])");
}

TEST_CASE("a value of another kind is not read by mistake", "[cel]") {
    CHECK_THROWS_AS(value::integer(1).as_string(), std::logic_error);
    CHECK_THROWS_AS(value::null().size(), std::logic_error);
    CHECK_THROWS_AS(value::list({}).find("x"), std::logic_error);
}

TEST_CASE("keys are found by value, whatever their kind of number", "[cel]") {
    const auto map = value::map({{value::unsigned_integer(1), value::string("one")}, {value::integer(-2), value::null()}}).value();
    CHECK(map.find(value::integer(1))->as_string() == "one");
    CHECK(map.find(value::floating(-2.0)).has_value());
    CHECK_FALSE(map.find(value::floating(1.5)).has_value());
    CHECK_FALSE(map.find(value::null()).has_value());
    CHECK_FALSE(map.find("one").has_value());
}

TEST_CASE("strings in a value outlive where they came from", "[cel]") {
    value kept;
    {
        const auto list = value::list({value::string(std::string(100, 'x'))});
        kept = list.at(0);
    }
    CHECK(kept.as_string() == std::string(100, 'x'));
}

TEST_CASE("comparing takes steps and stops when there are none", "[cel]") {
    std::vector<value> many(100);
    step_counter enough{1'000}, few{10};
    CHECK(equal(value::list(many), value::list(many), enough));
    CHECK(enough.used() == 101);
    equal(value::list(many), value::list(many), few);
    CHECK(few.exhausted());
}

TEST_CASE("only valid UTF-8 is text", "[cel]") {
    CHECK(is_utf8("渠成 😀"));
    for (const std::string wrong : {"\x80", "\xc0\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe6\xb8", "\xff"})
        CHECK_FALSE(is_utf8(wrong));
}
