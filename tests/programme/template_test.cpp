#include "engine/programme/template.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;

namespace {

cel::environment environment() {
    cel::environment known;
    known.declare("count", cel::type::integer());
    return known;
}

} // namespace

TEST_CASE("a text keeps its words and fills in its expressions", "[template]") {
    const auto known = environment();
    const auto read = programme::text_template::read("{{ count }} of {{ count + 1 }} done", known, "").value();
    cel::activation bound{known};
    bound.bind("count", cel::value::integer(2));
    CHECK(read.render(bound) == "2 of 3 done");
    CHECK(programme::text_template::read("open {{ count", known, "/x").error().place == "/x");
}

TEST_CASE("an explanation never fails: what cannot be evaluated is a dash", "[template]") {
    const auto known = environment();
    cel::activation bound{known};
    bound.bind("count", cel::value::integer(0));
    CHECK(programme::text_template::read("{{ 1 / count }}", known, "").value().render(bound) == "–");
}

TEST_CASE("JSON is literal but for its expressions", "[template]") {
    const auto known = environment();
    cel::activation bound{known};
    bound.bind("count", cel::value::integer(2));
    const auto read = programme::value_template::read(
                          ordered_json::parse(R"({"a": [1, {"cel": "count * 2"}], "b": "n={{ count }}"})"), known, "")
                          .value();
    CHECK(read.evaluate(bound).value() == json::parse(R"({"a": [1, 4], "b": "n=2"})"));
    CHECK(programme::value_template::read(ordered_json::parse(R"({"x": {"cel": "1", "y": 2}})"), known, "")
              .error()
              .place == "/x");
}
