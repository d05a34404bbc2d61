#include "tests/schema/schemas.hpp"

using namespace sluice;
using namespace sluice::schema;

TEST_CASE("a reference may name an anchor or a schema with a name of its own", "[schema]") {
    const auto rules = compiled(R"({
        "$id": "https://example.cn/form", "properties": {
            "a": {"$ref": "#amount"}, "b": {"$ref": "parts#/$defs/code"}, "c": {"$ref": "/parts"}},
        "$defs": {"x": {"$anchor": "amount", "type": "integer"},
                  "y": {"$id": "parts", "type": "object", "properties": {"d": {"$ref": "#/$defs/code"}},
                        "$defs": {"code": {"type": "string"}}}}})");
    CHECK(faults(rules, R"({"a": 1, "b": "x", "c": {"d": "y"}})") == list());
    CHECK(faults(rules, R"({"a": "1", "b": 2, "c": {"d": 3}})") == list("type /a", "type /b", "type /c/d"));
}

TEST_CASE("names inside values are no names, and nothing outside the document is read", "[schema]") {
    const auto place_of = [](const char* written) {
        const auto made = sluice::schema::schema::compile(ordered_json::parse(written));
        return made ? std::string{"compiles"} : made.error().place;
    };
    CHECK(place_of(R"({"enum": [{"$anchor": "a"}], "properties": {"b": {"$ref": "#a"}}})") == "/properties/b/$ref");
    CHECK(place_of(R"({"$ref": "https://json-schema.org/draft/2020-12/schema"})") == "/$ref");
    CHECK(place_of(R"({"$id": "urn:a", "$ref": "other"})") == "/$ref");
}

TEST_CASE("unknown keywords and formats are passed over where that is asked for", "[schema]") {
    compile_options options;
    options.unknown_ignored = true;
    const auto rules = compiled(R"({"definitions": {}, "format": "phone", "type": "string"})", options);
    CHECK(faults(rules, R"("a")") == list());
    const auto made = sluice::schema::schema::compile(ordered_json::parse(R"({"$dynamicRef": "#a"})"), options);
    CHECK(made.has_error());
}
