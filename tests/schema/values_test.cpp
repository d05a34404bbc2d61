#include "tests/schema/schemas.hpp"

using namespace sluice;
using namespace sluice::schema;

TEST_CASE("data becomes the values that expressions see", "[schema]") {
    const auto rules = compiled(grant_form);
    const auto values = to_values(rules.shape(), data(good_application));
    CHECK(values["requested_amount"] == 15'000'000);
    CHECK(values["requested_amount"].is_number_integer());
    CHECK(values["share"].is_number_float());
    CHECK(values["team"] == data(good_application)["team"]);
}

TEST_CASE("integers written with a point are integers, and what has another kind stays", "[schema]") {
    const auto rules = compiled(R"({"type": "object", "properties": {"i": {"type": "integer"}, "n": {"type": "number"},
        "m": {"x-money": true}, "l": {"type": "array", "items": {"x-money": true}}},
        "additionalProperties": {"type": "number"}})");
    const auto values = to_values(rules.shape(), data(R"({"i": 5.0, "n": 5, "m": "?", "other": 1, "unknown": "x",
        "l": [{"amount": "0.01", "currency": "CNY"}, {"amount": "x"}]})"));
    CHECK(values["i"].is_number_integer());
    CHECK(values["n"].is_number_float());
    CHECK(values["other"].is_number_float());
    CHECK(values["m"] == "?");
    CHECK(values["l"][0] == 1);
    CHECK(values["l"][1] == data(R"({"amount": "x"})"));
    CHECK(to_values(rules.shape(), data(R"({"i": 1e30})"))["i"].is_number_float());
    CHECK(to_values(rules.shape(), json(5)) == 5);
}

TEST_CASE("redaction drops the flagged fields and nothing else", "[schema]") {
    const auto rules = compiled(grant_form);
    auto expected = data(good_application);
    for (auto& member : expected["team"]) {
        member.erase("name");
        member.erase("phone");
    }
    CHECK(redact(rules.shape(), data(good_application), withheld::identity) == expected);
    expected = data(good_application);
    expected["team"][0].erase("phone");
    CHECK(redact(rules.shape(), data(good_application), withheld::confidential) == expected);
}

TEST_CASE("redaction follows branches, references, maps, tuples and pattern properties", "[schema]") {
    const auto redacted = [](std::string_view rules, std::string_view value) {
        return redact(compiled(rules).shape(), data(value), withheld::identity);
    };
    const std::string definitions = R"("$defs": {"who": {"type": "string", "x-identity": true}})";
    CHECK(redacted(R"({"properties": {"a": {"$ref": "#/$defs/who"}, "b": {}}, )" + definitions + "}",
                   R"({"a": "x", "b": "y"})") == data(R"({"b": "y"})"));
    CHECK(redacted(R"({"if": true, "then": {"properties": {"a": {"$ref": "#/$defs/who"}}}, )" + definitions + "}",
                   R"({"a": "x"})") == json::object());
    CHECK(
        redacted(
            R"({"oneOf": [{"properties": {"a": {"type": "integer"}}}, {"properties": {"a": {"$ref": "#/$defs/who"}}}], )" +
                definitions + "}",
            R"({"a": "x"})") == json::object());
    CHECK(redacted(R"({"additionalProperties": {"$ref": "#/$defs/who"}, )" + definitions + "}", R"({"a": "x"})") ==
          json::object());
    CHECK(redacted(R"({"patternProperties": {"^a": {"properties": {"n": {"$ref": "#/$defs/who"}}}}, )" + definitions +
                       "}",
                   R"({"a1": {"n": 1, "m": 2}})") == data(R"({"a1": {"m": 2}})"));
    CHECK(redacted(R"({"prefixItems": [{"properties": {"n": {"$ref": "#/$defs/who"}}}, {}], )" + definitions + "}",
                   R"([{"n": 1, "m": 2}])") == data(R"([{"m": 2}])"));
    CHECK(redacted(R"({"items": {"$ref": "#/$defs/who"}, )" + definitions + "}", R"(["a", "b"])") == json::array());
    CHECK(redacted(R"({"x-identity": true})", R"("a")") == nullptr);
}
