#include "engine/programme/comparison.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <functional>
#include <stdexcept>

using namespace sluice;
using programme::difference;
using programme::difference_kind;

namespace {

ordered_json small() {
    return ordered_json::parse(R"({
      "id": "small", "version": "1", "title": {"zh": "小", "en": "Small"}, "summary": {"zh": "小", "en": "Small"},
      "number_prefix": "S", "calendar": "CN", "fund": "small", "form": "form.schema.json",
      "parameters": {"cap": {"amount": "10.00", "currency": "CNY"}, "steps": [[1, 2], [3, 4]]},
      "variables": {"award": {"type": "money"}},
      "panels": {"experts": {"method": "vote", "size": 3, "quorum": "2/3", "majority": "2/3", "assign": ["officer"]}},
      "documents": {"plan": {"title": {"zh": "计划", "en": "Plan"}, "required_when": "true", "media_types": ["application/pdf"]}},
      "payments": {"prepare": ["officer"], "approve": ["director"], "record": ["finance"]},
      "laws": [{"before": "done", "pass": "draft"}],
      "workflow": {"id": "small", "initial": "draft", "states": {
        "draft": {"title": {"zh": "草稿", "en": "Draft"}, "tags": ["editable"],
          "after": [{"delay": "5 working days", "target": "done", "title": {"zh": "逾期", "en": "Overdue"}}],
          "on": {"submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "target": "done",
            "guard": "form.amount <= parameters.cap",
            "requires": [{"window": "open"},
                         {"id": "small_enough", "that": "form.amount <= 100", "else": {"zh": "过大", "en": "Too large"}}],
            "actions": [{"type": "reserve", "params": {"amount": {"cel": "form.amount"}}}]}}},
        "done": {"type": "final", "title": {"zh": "完", "en": "Done"}}}}})");
}

ordered_json form() {
    return ordered_json::parse(R"({"type": "object", "additionalProperties": false, "required": ["amount"],
  "properties": {
    "amount": {"type": "object", "x-money": true, "title": {"zh": "金额", "en": "Amount"}},
    "people": {"type": "array", "title": {"zh": "人员", "en": "People"}, "maxItems": 3, "items": {"$ref": "#/$defs/person"}}},
  "$defs": {"person": {"type": "object", "title": {"zh": "人", "en": "Person"}, "additionalProperties": false,
    "properties": {"name": {"type": "string", "maxLength": 10, "title": {"zh": "姓名", "en": "Name"}}}}}})");
}

std::shared_ptr<const programme::programme> read(const ordered_json& workflow, const ordered_json& fields) {
    const auto outcome =
        programme::read_programme({{"workflow.json", workflow.dump()}, {"form.schema.json", fields.dump()}});
    if (outcome.read) return outcome.read;
    throw std::logic_error(outcome.defects.front().pointer + ": " + outcome.defects.front().explanation.en);
}

/// The English sentences in which the changed programme differs, one a line.
std::vector<difference> after(const std::function<void(ordered_json&)>& change) {
    auto changed = small();
    change(changed);
    return programme::compare(*read(small(), form()), *read(changed, form()));
}

std::string words(const std::vector<difference>& found) {
    std::string all;
    for (const auto& each : found) {
        CHECK_FALSE(each.sentence.zh.empty());
        all += (all.empty() ? "" : "\n") + each.sentence.en;
    }
    return all;
}

ordered_json& states(ordered_json& workflow) {
    return workflow["workflow"]["states"];
}

ordered_json& submit(ordered_json& workflow) {
    return states(workflow)["draft"]["on"]["submit"];
}

} // namespace

TEST_CASE("a programme does not differ from itself, however it is laid out", "[comparison]") {
    CHECK(programme::compare(*read(small(), form()), *read(small(), form())).empty());
    const auto spaced =
        programme::read_programme({{"workflow.json", small().dump(4)}, {"form.schema.json", form().dump(1)}});
    CHECK(programme::compare(*read(small(), form()), *spaced.read).empty());
}

TEST_CASE("parameters are told with their old and new values", "[comparison]") {
    const auto found = after([](ordered_json& w) { w["parameters"]["cap"]["amount"] = "12.50"; });
    CHECK(words(found) == "Changed: parameter cap: from 10.00 yuan to 12.50 yuan");
    REQUIRE(found.size() == 1);
    CHECK(found[0].subject == "parameter");
    CHECK(found[0].before == "/parameters/cap");
    CHECK(found[0].sentence.zh == "参数cap由 10.00 元 改为 12.50 元");
    CHECK(words(after([](ordered_json& w) { w["parameters"]["steps"][1][0] = 5; })) ==
          "Changed: parameter steps, 2: from 3, 4 to 5, 4");
    CHECK(words(after([](ordered_json& w) { w["parameters"]["more"] = 3; })) == "Added: parameter more: 3");
    CHECK(
        words(after([](ordered_json& w) { w["parameters"].erase("steps"); })).starts_with("Removed: parameter steps"));
}

TEST_CASE("states are added, removed, renamed and called otherwise", "[comparison]") {
    const auto renamed = after([](ordered_json& w) {
        states(w)["finished"] = states(w)["done"];
        states(w).erase("done");
        submit(w)["target"] = "finished";
        states(w)["draft"]["after"][0]["target"] = "finished";
        w["laws"] = ordered_json::array();
    });
    REQUIRE_FALSE(renamed.empty());
    CHECK(std::count_if(renamed.begin(), renamed.end(),
                        [](const difference& each) { return each.kind == difference_kind::renamed; }) == 1);
    CHECK(words(renamed).find("Renamed: the state “Done”: done → finished") != std::string::npos);
    CHECK(words(renamed).find("leads to") == std::string::npos); // the target only bears another name

    CHECK(words(after([](ordered_json& w) { states(w)["done"]["title"]["en"] = "Finished"; })) ==
          "Changed: the state done is called “Finished” instead of “Done”");
    const auto more = after([](ordered_json& w) {
        states(w)["aside"] = {{"title", {{"zh", "旁"}, {"en", "Aside"}}}};
        submit(w)["target"] = "aside";
    });
    CHECK(words(more).find("Added: the state “Aside” (aside)") != std::string::npos);
    CHECK(words(more).find("leads to aside instead of done") != std::string::npos);
}

TEST_CASE("who may do something is widened and narrowed", "[comparison]") {
    CHECK(words(after([](ordered_json& w) {
              submit(w)["by"].push_back("officer");
          })).starts_with("Widened: “Submit” (submit) in “Draft” (draft) may also be done by the"));
    CHECK(words(after([](ordered_json& w) { submit(w)["by"][0] = "officer"; })).find("Narrowed:") != std::string::npos);
    CHECK(words(after([](ordered_json& w) { submit(w)["separate_from"] = ordered_json::array({"submit"}); })) ==
          "Changed: what “Submit” (submit) in “Draft” (draft) must be separate from: added submit");
}

TEST_CASE("requirements, guards, deadlines and money actions are told", "[comparison]") {
    const auto fewer = after([](ordered_json& w) { submit(w)["requires"].erase(1); });
    CHECK(words(fewer) == "Removed: “Submit” (submit) in “Draft” (draft) no longer requires small_enough");
    CHECK(fewer[0].before.ends_with("/requires/1"));
    CHECK(words(after([](ordered_json& w) {
              submit(w)["requires"][1]["that"] = "form.amount <= 50";
          })).find("form.amount <= 100 to form.amount <= 50") != std::string::npos);
    CHECK(words(after([](ordered_json& w) { submit(w).erase("guard"); })).starts_with("Removed: the guard of"));
    CHECK(words(after([](ordered_json& w) { states(w)["draft"]["after"][0]["delay"] = "9 working days"; })) ==
          "Changed: the deadline of “Draft” (draft): from 5 working days to 9 working days");
    CHECK(words(after([](ordered_json& w) { states(w)["draft"].erase("after"); })) ==
          "Removed: the deadline of “Draft” (draft) (it was 5 working days)");
    CHECK(words(after([](ordered_json& w) { submit(w).erase("actions"); })) ==
          "Removed: the money action reserve (“Submit” (submit) in “Draft” (draft))");
    CHECK(
        words(after([](ordered_json& w) { submit(w)["actions"][0]["params"]["amount"]["cel"] = "parameters.cap"; })) ==
        "Changed: the money action reserve (“Submit” (submit) in “Draft” (draft)), amount.cel: from form.amount to "
        "parameters.cap");
}

TEST_CASE("panels, documents, payments, laws and the heading are told", "[comparison]") {
    CHECK(words(after([](ordered_json& w) { w["panels"]["experts"]["size"] = 5; })) ==
          "Changed: panel experts, size: from 3 to 5");
    CHECK(words(after([](ordered_json& w) { w["documents"]["plan"]["required_when"] = "false"; })) ==
          "Changed: document “Plan” (plan), required_when: from true to false");
    CHECK(words(after([](ordered_json& w) { w["payments"]["approve"] = ordered_json::array({"finance"}); })) ==
          "Changed: payments, approve: from director to finance");
    CHECK(words(after([](ordered_json& w) { w["laws"] = ordered_json::array(); })).find("laws of order") !=
          std::string::npos);
    CHECK(words(after([](ordered_json& w) { w["title"]["en"] = "Little"; })) ==
          "Changed: the programme's title: from “Small” to “Little”");
}

TEST_CASE("fields of the form are told by where they stand", "[comparison]") {
    auto changed = form();
    changed["required"] = ordered_json::array();
    changed["$defs"]["person"]["properties"]["name"]["maxLength"] = 20;
    changed["properties"]["note"] = {{"type", "string"}, {"title", {{"zh", "备注"}, {"en", "Note"}}}};
    changed["properties"]["people"]["maxItems"] = 5;
    auto workflow = small();
    for (const char* uses_the_form : {"guard", "requires", "actions"})
        submit(workflow).erase(uses_the_form);
    const auto found = programme::compare(*read(workflow, form()), *read(workflow, changed));
    CHECK(words(found) == "Changed: field “Amount” (/amount) is optional now\n"
                          "Changed: field “People” (/people), maxItems: from 3 to 5\n"
                          "Changed: field “Name” (/people/*/name), maxLength: from 10 to 20\n"
                          "Added: field “Note” (/note) (optional)");
    CHECK(found[2].after == "/$defs/person/properties/name/maxLength");
}
