#include "tests/schema/schemas.hpp"

using namespace sluice;
using namespace sluice::schema;
using kind = shape::kind;

namespace {

/// “number”, “list of string”, “{a: integer, b?: any}”, which is easily compared.
std::string written(const shape& of) {
    static const std::map<kind, std::string> names{
        {kind::any, "any"},       {kind::boolean, "boolean"}, {kind::integer, "integer"},     {kind::number, "number"},
        {kind::string, "string"}, {kind::money, "money"},     {kind::timestamp, "timestamp"}, {kind::list, "list"},
        {kind::object, "object"}, {kind::map, "map"}};
    std::string text = names.at(of.is);
    for (const auto& each : of.fields)
        text += " " + each.name + (each.required ? ":" : "?:") + "(" + written(*each.shape) + ")";
    if (of.element) text += " of (" + written(*of.element) + ")";
    return text;
}

std::string shaped(std::string_view rules) {
    return written(compiled(rules).shape());
}

} // namespace

TEST_CASE("a shape states the kinds that the schema guarantees", "[shape]") {
    CHECK(shaped("{}") == "any");
    CHECK(shaped(R"({"type": "integer"})") == "integer");
    CHECK(shaped(R"({"type": ["integer", "number"]})") == "number");
    CHECK(shaped(R"({"type": ["string", "null"]})") == "any");
    CHECK(shaped(R"({"type": "string", "format": "date-time"})") == "timestamp");
    CHECK(shaped(R"({"type": "string", "format": "date"})") == "string");
    CHECK(shaped(R"({"format": "date-time"})") == "any");
    CHECK(shaped(R"({"minimum": 1})") == "any");
    CHECK(shaped(R"({"const": "a"})") == "string");
    CHECK(shaped(R"({"enum": [1, 2]})") == "integer");
    CHECK(shaped(R"({"enum": [1, "a"]})") == "any");
    CHECK(shaped(R"({"type": "array", "items": {"type": "string"}})") == "list of (string)");
    CHECK(shaped(R"({"type": "array", "prefixItems": [{"type": "string"}], "items": {"type": "null"}})") ==
          "list of (any)");
    CHECK(shaped(R"({"type": "object"})") == "map");
    CHECK(shaped(R"({"type": "object", "additionalProperties": {"type": "number"}})") == "map of (number)");
    CHECK(shaped(R"({"type": "object", "x-money": true})") == "money");
    CHECK(shaped(R"({"$ref": "#/$defs/m", "$defs": {"m": {"type": "object", "x-money": true}}})") == "money");
}

TEST_CASE("fields come in the schema's order, with what is required", "[shape]") {
    CHECK(shaped(R"({"type": "object", "required": ["a", "c"],
        "properties": {"b": {"type": "string"}, "a": {"type": "integer"}}})") ==
          "object b?:(string) a:(integer) c:(any)");
    const auto closed = compiled(R"({"type": "object", "properties": {"a": {}}, "additionalProperties": false})");
    CHECK_FALSE(closed.shape().open);
    CHECK(compiled(R"({"type": "object", "properties": {"a": {}}})").shape().open);
}

TEST_CASE("what must hold together is united, what may hold is optional", "[shape]") {
    CHECK(shaped(R"({"allOf": [{"type": "object", "required": ["a"], "properties": {"a": {"type": "number"}}},
        {"properties": {"a": {"type": "integer"}, "b": {"type": "string"}}}]})") == "object a:(integer) b?:(string)");
    CHECK(shaped(R"({"oneOf": [
        {"type": "object", "required": ["k", "a"], "properties": {"k": {"const": "x"}, "a": {"type": "string"}}},
        {"type": "object", "required": ["k", "a"], "properties": {"k": {"const": "y"}, "a": {"type": "integer"}, "b": {"type": "null"}}}
        ]})") == "object k?:(string) a?:(any) b?:(any)");
    CHECK(shaped(R"({"type": "object", "properties": {"a": {"type": "string"}},
        "if": {"required": ["a"]}, "then": {"required": ["a"], "properties": {"c": {"type": "number"}}},
        "else": {"properties": {"d": {"type": "boolean"}}}})") == "object a?:(string) c?:(number) d?:(boolean)");
    CHECK(shaped(R"({"anyOf": [{"type": "string"}, {}]})") == "any");
    CHECK(shaped(R"({"dependentSchemas": {"a": {"type": "object", "properties": {"b": {"type": "string"}}}}})") ==
          "any b?:(string)");
    CHECK(shaped(R"({"if": true, "then": {"type": "string"}})") == "any");
}

TEST_CASE("a recursive schema has a finite shape", "[shape]") {
    CHECK(shaped(R"({"type": "object", "properties": {"name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#"}}}})") ==
          "object name?:(string) children?:(list of (any))");
}

TEST_CASE("titles and flags are found through references", "[shape]") {
    const auto rules = compiled(grant_form);
    const auto* amount = rules.shape().find("requested_amount");
    REQUIRE(amount != nullptr);
    CHECK(amount->required);
    CHECK(amount->shape->is == kind::money);
    CHECK(amount->shape->title == text{"申请金额", "Requested amount"});
    const auto* phone = rules.shape().find("team")->shape->element->find("phone");
    REQUIRE(phone != nullptr);
    CHECK(phone->identity);
    CHECK(phone->confidential);
    CHECK_FALSE(phone->required);
    CHECK(rules.shape().find("nothing") == nullptr);
}
