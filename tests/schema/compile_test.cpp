#include "tests/schema/schemas.hpp"

using namespace sluice;
using namespace sluice::schema;
namespace form = sluice::schema;

namespace {

/// Where compiling fails.
std::string fault_place(std::string_view written, compile_options options = {}) {
    const auto made = form::schema::compile(ordered_json::parse(written), std::move(options));
    if (made) return "compiles";
    CHECK(made.error().reason == reason::definition_invalid);
    CHECK_FALSE(made.error().explanation.zh.empty());
    CHECK_FALSE(made.error().explanation.en.empty());
    return made.error().place;
}

} // namespace

TEST_CASE("unknown and unsupported keywords are refused with their place", "[schema]") {
    CHECK(fault_place(R"({"properties": {"a": {"requird": []}}})") == "/properties/a/requird");
    for (const char* name : {"$dynamicRef", "$dynamicAnchor", "$vocabulary", "definitions", "dependencies",
                             "additionalItems", "$recursiveRef"})
        CHECK(fault_place(ordered_json{{name, ordered_json::object()}}.dump()) == std::string{"/"} + name);
    CHECK(fault_place(R"({"properties": {"a": {"$id": "a#b"}}})") == "/properties/a/$id");
    CHECK(fault_place(R"({"$anchor": "#a"})") == "/$anchor");
    CHECK(fault_place(R"({"$schema": "http://json-schema.org/draft-07/schema#"})") == "/$schema");
}

TEST_CASE("annotations are allowed, titles in one language or both", "[schema]") {
    CHECK(fault_place(R"({"$id": "https://example.cn/a", "title": "A", "description": {"zh": "一", "en": "one"},
        "default": 1, "examples": [1], "$comment": "c", "readOnly": true, "writeOnly": false, "deprecated": false,
        "x-order": [1, 2], "x-anything": {"unknown": true}})") == "compiles");
    CHECK(fault_place(R"({"title": {"zh": "一"}})") == "/title");
    CHECK(fault_place(R"({"title": {"zh": "一", "en": ""}})") == "/title");
    CHECK(fault_place(R"({"description": 5})") == "/description");
}

TEST_CASE("keywords with wrong values are refused", "[schema]") {
    CHECK(fault_place("5") == "");
    CHECK(fault_place(R"({"type": "text"})") == "/type");
    CHECK(fault_place(R"({"type": []})") == "/type");
    CHECK(fault_place(R"({"type": ["string", "string"]})") == "/type");
    CHECK(fault_place(R"({"minLength": -1})") == "/minLength");
    CHECK(fault_place(R"({"minLength": 1.5})") == "/minLength");
    CHECK(fault_place(R"({"maximum": "1"})") == "/maximum");
    CHECK(fault_place(R"({"multipleOf": 0})") == "/multipleOf");
    CHECK(fault_place(R"({"required": ["a", "a"]})") == "/required");
    CHECK(fault_place(R"({"enum": 1})") == "/enum");
    CHECK(fault_place(R"({"allOf": []})") == "/allOf");
    CHECK(fault_place(R"({"items": [{}]})") == "/items");
    CHECK(fault_place(R"({"properties": []})") == "/properties");
    CHECK(fault_place(R"({"uniqueItems": "yes"})") == "/uniqueItems");
    CHECK(fault_place(R"({"format": "colour"})") == "/format");
    CHECK(fault_place(R"({"pattern": "(?=a)b"})") == "/pattern");
    CHECK(fault_place(R"({"patternProperties": {"(": {}}})") == "/patternProperties/(");
    CHECK(fault_place(R"({"x-money": "yes"})") == "/x-money");
}

TEST_CASE("references lead to a place in the document or are refused", "[schema]") {
    CHECK(fault_place(R"({"$ref": "https://example.cn/other"})") == "/$ref");
    CHECK(fault_place(R"({"$ref": "#name"})") == "/$ref");
    CHECK(fault_place(R"({"$ref": "#/$defs/none"})") == "/$ref");
    CHECK(fault_place(R"({"$ref": "#/$defs/a~2b", "$defs": {"a~2b": {}}})") == "/$ref");
    CHECK(fault_place(R"({"$ref": "#/%zz"})") == "/$ref");
    CHECK(fault_place(R"({"$ref": 5})") == "/$ref");
    CHECK(fault_place(R"({"$ref": "#/title", "title": "A"})") == "/title");
    CHECK(fault_place(R"({"allOf": [{}, {"$ref": "#/allOf/0"}]})") == "compiles");
    CHECK(fault_place(R"({"allOf": [{}, {"$ref": "#/allOf/00"}]})") == "/allOf/1/$ref");
    CHECK(fault_place(R"({"allOf": [{}, {"$ref": "#/allOf/2"}]})") == "/allOf/1/$ref");
}

TEST_CASE("references that go round without progress are refused, those with progress work", "[schema]") {
    CHECK(fault_place(R"({"$ref": "#"})") == "");
    CHECK(fault_place(R"({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"anyOf": [{"$ref": "#/$defs/a"}]}}})") !=
          "compiles");
    CHECK(fault_place(R"({"not": {"if": {"$ref": "#"}}})") != "compiles");
    CHECK(fault_place(R"({"dependentSchemas": {"a": {"$ref": "#"}}})") != "compiles");
    const auto tree = compiled(R"({"type": "object", "properties": {"children": {"items": {"$ref": "#"}}}})");
    CHECK(faults(tree, R"({"children": [{"children": [{}]}]})") == list());
    CHECK(faults(tree, R"({"children": [{"children": [5]}]})") == list("type /children/0/children/0"));
}

TEST_CASE("a schema inside another document sees that document's definitions", "[schema]") {
    const auto rules = compiled(R"({"id": "not a schema", "states": {"a/b": {"data": {"$ref": "#/$defs/name"}}},
        "$defs": {"name": {"type": "string"}, "unused": {"whatever": 1}}})",
                                {.place = "/states/a~1b/data"});
    CHECK(faults(rules, R"("x")") == list());
    CHECK(faults(rules, "1") == list("type "));
    CHECK(fault_place("{}", {.place = "/nowhere"}) == "/nowhere");
}

TEST_CASE("a schema beyond the bounds is refused", "[schema]") {
    std::string deep = "{}";
    for (int i = 0; i < 20; ++i)
        deep = R"({"items": )" + deep + "}";
    CHECK(fault_place(deep) == "compiles");
    CHECK(fault_place(deep, {.schema_depth_max = 10}) != "compiles");
    CHECK(fault_place(R"({"allOf": [{}, {}, {}]})", {.nodes_max = 3}) == "/allOf/2");

    // Each reference to the next: shallow to read, but a long run for one value.
    ordered_json chain;
    for (int i = 0; i < 100; ++i)
        chain["$defs"]["d" + std::to_string(i)]["$ref"] = "#/$defs/d" + std::to_string(i + 1);
    chain["$defs"]["d100"] = true;
    CHECK(fault_place(chain.dump()) != "compiles");
}

TEST_CASE("flags cannot be used where redaction could not follow them", "[schema]") {
    CHECK(fault_place(R"({"properties": {"name": {"x-identity": true}, "next": {"$ref": "#"}}})") ==
          "/properties/name");
    CHECK(fault_place(R"({"properties": {"amount": {"x-money": true}, "next": {"items": {"$ref": "#"}}}})") ==
          "/properties/amount");
    CHECK(fault_place(R"({"properties": {"name": {"x-identity": true}, "tree": {"$ref": "#/$defs/tree"}},
        "$defs": {"tree": {"items": {"$ref": "#/$defs/tree"}}}})") == "compiles");
    CHECK(fault_place(R"({"not": {"properties": {"name": {"x-identity": true}}}})") == "/not/properties/name");
    CHECK(fault_place(R"({"contains": {"x-confidential": true}})") == "/contains");
    CHECK(fault_place(R"({"$defs": {"who": {"x-identity": true}}, "if": {"required": ["a"]}})") == "compiles");
}

TEST_CASE("a schema whose branches multiply is refused rather than unfolded", "[schema]") {
    // Two families of definitions, each holding the next one twice: uniting them walks 2^20 paths.
    ordered_json doubling;
    for (const std::string family : {"l", "r"}) {
        for (int i = 0; i < 20; ++i) {
            const ordered_json next{{"$ref", "#/$defs/" + family + std::to_string(i + 1)}};
            auto& made = doubling["$defs"][family + std::to_string(i)];
            made["properties"]["a"] = next;
            made["properties"]["b"] = next;
        }
        doubling["$defs"][family + "20"]["type"] = "string";
    }
    doubling["allOf"][0]["$ref"] = "#/$defs/l0";
    doubling["allOf"][1]["$ref"] = "#/$defs/r0";
    CHECK(fault_place(doubling.dump()) != "compiles");
}
