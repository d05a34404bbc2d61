#include "tests/schema/schemas.hpp"

using namespace sluice;
using namespace sluice::schema;

TEST_CASE("a draft may be empty, incomplete and have blank fields", "[schema][draft]") {
    const auto rules = compiled(grant_form);
    for (const char* draft : {"{}", R"({"organisation": {}})", R"({"route": "", "team": []})",
                              R"({"organisation": {"name": "", "code": ""}, "team": [{"phone": ""}]})",
                              R"({"organisation": {"name": "甲"}, "route": "contest_award"})"}) {
        INFO(draft);
        CHECK(faults(rules, draft, completeness::draft) == list());
        CHECK(faults(rules, draft) != list());
    }
}

TEST_CASE("what is in a draft must be right", "[schema][draft]") {
    const auto rules = compiled(grant_form);
    const auto draft = [&](std::string_view written) { return faults(rules, written, completeness::draft); };
    CHECK(draft(R"({"route": "gift"})") == list("enum /route"));
    CHECK(draft(R"({"rout": "x"})") == list("additionalProperties /rout"));
    CHECK(draft(R"({"team": [{"phone": "12"}]})") == list("pattern /team/0/phone"));
    CHECK(draft(R"({"team": [1]})") == list("type /team/0"));
    CHECK(draft(R"({"team": [{}, {}, {}, {}]})") == list("maxItems /team"));
    CHECK(draft(R"({"requested_amount": {"amount": "1", "currency": "CNY"}})") == list("x-money /requested_amount"));
    CHECK(draft(R"({"organisation": {"code": "91350100M000100Y4Z"}})") == list("format /organisation/code"));
    CHECK(draft(R"({"share": 2})") == list("maximum /share"));
}

TEST_CASE("keywords that ask for more are not asked for in a draft", "[schema][draft]") {
    const auto asks = [](std::string_view rules, std::string_view value) {
        CHECK(faults(compiled(rules), value) != list());
        CHECK(faults(compiled(rules), value, completeness::draft) == list());
    };
    asks(R"({"required": ["a"]})", "{}");
    asks(R"({"dependentRequired": {"a": ["b"]}})", R"({"a": 1})");
    asks(R"({"minProperties": 1})", "{}");
    asks(R"({"minItems": 1})", "[]");
    asks(R"({"minLength": 3})", R"("ab")");
    asks(R"({"contains": {"const": 1}})", "[]");
    asks(R"({"not": {"required": ["a"]}})", R"({"a": 1})");
    asks(R"({"if": true, "then": {"type": "null"}})", "1");
    asks(R"({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]})", "{}");
}
