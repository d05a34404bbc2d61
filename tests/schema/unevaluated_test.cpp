#include "tests/schema/schemas.hpp"

using namespace sluice;
using namespace sluice::schema;

TEST_CASE("fields that no schema in place has looked at are unknown", "[schema]") {
    const auto rules = compiled(R"({
        "type": "object", "properties": {"kind": {"type": "string"}}, "unevaluatedProperties": false,
        "allOf": [{"properties": {"name": {"title": {"zh": "名称", "en": "Name"}}}}],
        "if": {"properties": {"kind": {"const": "firm"}}, "required": ["kind"]},
        "then": {"properties": {"code": {"type": "string"}}}, "else": {"patternProperties": {"^p": {}}}})");
    CHECK(faults(rules, R"({"kind": "firm", "name": "a", "code": "b"})") == list());
    CHECK(faults(rules, R"({"kind": "person", "passport": "b"})") == list());
    CHECK(faults(rules, R"({"kind": "person", "code": "b"})") == list("additionalProperties /code"));
    CHECK(faults(rules, R"({"nam": 1})") == list("additionalProperties /nam"));
    CHECK(rules.validate(data(R"({"nam": 1})")).front().explanation.en ==
          "There is no field “nam”; did you mean name (“Name”)?");
}

TEST_CASE("items that no schema in place has looked at are checked", "[schema]") {
    const auto rules = compiled(R"({
        "prefixItems": [{"type": "string"}], "contains": {"type": "integer"}, "unevaluatedItems": {"type": "boolean"}})");
    CHECK(faults(rules, R"(["a", 1, true, 2])") == list());
    CHECK(faults(rules, R"(["a", 1, "b"])") == list("type /2"));
    const auto branches =
        compiled(R"({"anyOf": [{"prefixItems": [true, {"const": 2}]}, {"prefixItems": [{"const": 1}]}],
        "unevaluatedItems": false})");
    CHECK(faults(branches, "[1, 2]") == list());
    CHECK(faults(branches, "[1, 3]") == list("false /1"));
}

TEST_CASE("a draft may hold what any branch knows, and nothing else", "[schema]") {
    const auto rules = compiled(R"({"required": ["kind"], "unevaluatedProperties": false, "properties": {"kind": {}},
        "if": {"properties": {"kind": {"const": 1}}}, "then": {"properties": {"a": {}}},
        "else": {"properties": {"b": {}}}})");
    CHECK(faults(rules, R"({"a": 1, "b": 2})", completeness::draft) == list());
    CHECK(faults(rules, R"({"c": 1})", completeness::draft) == list("additionalProperties /c"));
}
