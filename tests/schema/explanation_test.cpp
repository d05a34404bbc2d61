#include "tests/schema/schemas.hpp"

using namespace sluice;
using namespace sluice::schema;
namespace form = sluice::schema;

namespace {

text only_explanation(const form::schema& rules, const json& value) {
    const auto found = rules.validate(value);
    REQUIRE(found.size() == 1);
    return found.front().explanation;
}

/// The grant form with one change, and what is said about it.
text said_after(std::string_view pointer, json value) {
    auto application = data(good_application);
    application["agreement"] = "file-2"; // so that no branch of the form lacks its document
    application[json::json_pointer{std::string{pointer}}] = std::move(value);
    return only_explanation(compiled(grant_form), application);
}

} // namespace

TEST_CASE("a filled-in form is valid", "[schema]") {
    CHECK(faults(compiled(grant_form), good_application) == list());
}

TEST_CASE("a missing field is named by its title, in both languages", "[schema]") {
    auto application = data(good_application);
    application.erase("requested_amount");
    const auto found = compiled(grant_form).validate(application);
    REQUIRE(found.size() == 1);
    CHECK(found[0].id == "required");
    CHECK(found[0].place == "/requested_amount");
    CHECK(found[0].explanation == text{"“申请金额”必填", "“Requested amount” is required"});
}

TEST_CASE("every violation says what was found and what is wanted", "[schema]") {
    CHECK(said_after("/organisation/name", "一二三四五六七八九十一二三四五六七八九十一") ==
          text{"“单位名称”最多 20 个字，现有 21", "“Name of organisation” may have at most 20 characters and has 21"});
    CHECK(said_after("/organisation/name", "一") ==
          text{"“单位名称”至少要有 2 个字，现有 1", "“Name of organisation” needs at least 2 characters and has 1"});
    CHECK(said_after("/organisation/code", "91350100M000100Y4Z").en.find("unified social credit code") !=
          std::string::npos);
    CHECK(said_after("/route", "gift").zh == "“申报途径”应为下列之一：contest_award, equity_investment");
    CHECK(said_after("/share", 1.5) == text{"“占比”应不大于 1", "“Share” must be at most 1"});
    CHECK(said_after("/share", "all") == text{"“占比”应为数字", "“Share” must be a number"});
    CHECK(said_after("/requested_amount/amount", "1.5").en.find("“Requested amount” must be money") == 0);
    CHECK(said_after("/requested_amount", 15).zh.find("“申请金额”应为") == 0);
    CHECK(said_after("/team/1/phone", "12").en.find("“Mobile number” in item 2 of “Team” is not written") == 0);
    CHECK(said_after("/team/1/phone", "12").zh.find("“团队成员”第 2 项的“手机号”的写法不对") == 0);
    CHECK(said_after("/team/1/born", "1990-02-30").en ==
          "“born” in item 2 of “Team” must be a date such as 2026-03-02");
    CHECK(said_after("/team/1", 5).en == "Item 2 of “Team” must be an object");
    CHECK(said_after("/team", json::array()).en == "“Team” needs at least 1 item and has 0");
}

TEST_CASE("an unknown field suggests the nearest name", "[schema]") {
    auto application = data(good_application);
    application["requestedamount"] = 1;
    const auto found = compiled(grant_form).validate(application);
    REQUIRE(found.size() == 1);
    CHECK(found[0].place == "/requestedamount");
    CHECK(found[0].explanation.en ==
          "There is no field “requestedamount”; did you mean requested_amount (“Requested amount”)?");
    CHECK(found[0].explanation.zh.find("是否想填 requested_amount（“申请金额”）") != std::string::npos);

    application = data(good_application);
    application["team"][0]["nmae"] = "x";
    CHECK(
        only_explanation(compiled(grant_form), application).en.find("did you mean name (“Name” in item 1 of “Team”)") !=
        std::string::npos);

    application = data(good_application);
    application["zzzzzzzz"] = 1;
    CHECK(only_explanation(compiled(grant_form), application).en == "There is no field “zzzzzzzz”");
}

TEST_CASE("a condition asks for the field by its title outside the condition", "[schema]") {
    auto application = data(good_application);
    application["route"] = "equity_investment";
    CHECK(only_explanation(compiled(grant_form), application).zh == "“投资协议”必填");
}

TEST_CASE("of several branches the one that is meant is explained", "[schema]") {
    const auto rules = compiled(R"({"oneOf": [
        {"type": "object", "properties": {"kind": {"const": "firm"}, "code": {"type": "string", "title": "Code"}},
         "required": ["kind", "code"]},
        {"type": "object", "properties": {"kind": {"const": "team"}, "leader": {"type": "string", "title": "Leader"}},
         "required": ["kind", "leader"]}]})");
    CHECK(faults(rules, R"({"kind": "firm", "code": "1"})") == list());
    CHECK(faults(rules, R"({"kind": "team"})") == list("required /leader"));
    CHECK(faults(rules, R"({"kind": "other"})") == list("oneOf "));
    CHECK(faults(compiled(R"({"oneOf": [{"minimum": 1}, {"maximum": 5}]})"), "3") == list("oneOf "));
    CHECK(faults(compiled(R"({"anyOf": [{"type": "string"}, {"type": "null"}]})"), "3") == list("anyOf "));
}

TEST_CASE("each keyword reports under its own name", "[schema]") {
    const auto fault = [](std::string_view rules, std::string_view value) { return faults(compiled(rules), value); };
    CHECK(fault(R"({"minimum": 2})", "1") == list("minimum "));
    CHECK(fault(R"({"exclusiveMinimum": 2})", "2") == list("exclusiveMinimum "));
    CHECK(fault(R"({"exclusiveMaximum": 2})", "2") == list("exclusiveMaximum "));
    CHECK(fault(R"({"multipleOf": 0.01})", "19.999") == list("multipleOf "));
    CHECK(fault(R"({"maxItems": 1})", "[1,2]") == list("maxItems "));
    CHECK(fault(R"({"uniqueItems": true})", "[1,2,1.0]") == list("uniqueItems /2"));
    CHECK(fault(R"({"contains": {"const": 1}, "minContains": 2})", "[1]") == list("contains "));
    CHECK(fault(R"({"contains": {"const": 1}, "maxContains": 1})", "[1,1]") == list("maxContains "));
    CHECK(fault(R"({"minProperties": 1})", "{}") == list("minProperties "));
    CHECK(fault(R"({"maxProperties": 0})", R"({"a":1})") == list("maxProperties "));
    CHECK(fault(R"({"dependentRequired": {"a": ["b"]}})", R"({"a":1})") == list("dependentRequired /b"));
    CHECK(fault(R"({"not": {"type": "null"}})", "null") == list("not "));
    CHECK(fault(R"({"properties": {"a": false}})", R"({"a":1})") == list("false /a"));
    CHECK(fault(R"({"propertyNames": {"maxLength": 1}})", R"({"ab":1})") == list("maxLength /ab"));
    CHECK(fault(R"({"patternProperties": {"^a": {"type": "null"}}})", R"({"a/~b":1})") == list("type /a~1~0b"));
}

TEST_CASE("violations become one refusal", "[schema]") {
    const auto rules = compiled(grant_form);
    auto application = data(good_application);
    application.erase("route");
    auto why = form_refusal(rules.validate(application));
    CHECK(why.reason == reason::form_invalid);
    CHECK_FALSE(why.requirements.empty());
    CHECK(why.place == "/route");
    application["rote"] = "contest_award";
    CHECK(form_refusal(rules.validate(application)).reason == reason::unknown_field);
}
