#include "tests/verifier/small_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

namespace sluice::tests {
namespace {

constexpr const char* workflow = R"({
  "id": "small", "version": "1", "title": {"zh": "小", "en": "Small"}, "summary": {"zh": "小", "en": "Small"},
  "number_prefix": "S", "calendar": "CN", "fund": "small", "form": "form.schema.json",
  "parameters": {"notice_term": "7 working days", "first_percent": 40, "corrections_max": 1},
  "variables": {"award": {"type": "money"}, "first": {"type": "money"}, "corrections": {"type": "integer"},
                "checked": {"type": "boolean"}},
  "payments": {"prepare": ["officer"], "approve": ["director"], "record": ["finance"]},
  "panels": {"experts": {"method": "score", "size": 3, "pass_score": 60, "assign": ["officer"],
             "rubric": {"criteria": [{"id": "all", "title": {"zh": "总", "en": "All"}, "weight": 100}]}}},
  "laws": [{"before": "paying_first", "pass": "notice"}, {"before": "notice", "pass": "review"}],
  "workflow": {"id": "small", "initial": "draft", "states": {
    "draft": {"tags": ["editable"], "title": {"zh": "草稿", "en": "Draft"}, "on": {
      "submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "target": "check",
                 "requires": [{"window": "open"}, {"form": "complete"}]}}},
    "check": {"title": {"zh": "审查", "en": "Check"},
      "after": [{"delay": "5 working days", "target": "review"}],
      "on": {
        "accept": {"title": {"zh": "受理", "en": "Accept"}, "by": ["officer"], "target": "review",
                   "actions": [{"type": "assign", "params": {"checked": true}}]},
        "correct": {"title": {"zh": "补正", "en": "Ask for corrections"}, "by": ["officer"], "target": "draft",
                    "requires": [{"id": "once", "that": "vars.corrections < parameters.corrections_max",
                                  "else": {"zh": "只能一次", "en": "Only once"}}],
                    "actions": [{"type": "assign", "params": {"corrections": {"cel": "vars.corrections + 1"}}}]}}},
    "review": {"title": {"zh": "评审", "en": "Review"},
      "entry": [{"type": "open_panel", "params": {"panel": "experts"}}],
      "on": {"panel.completed": [
        {"target": "recommendation", "guard": "event.data.panel == 'experts' && reviews.experts.passed"},
        {"target": "rejected"}]}},
    "recommendation": {"title": {"zh": "建议", "en": "Recommendation"}, "on": {
      "recommend": {"title": {"zh": "建议", "en": "Recommend"}, "by": ["officer"], "target": "decision"}}},
    "decision": {"title": {"zh": "决定", "en": "Decision"}, "on": {
      "approve": {"title": {"zh": "批准", "en": "Approve"}, "by": ["director"], "target": "notice",
        "separate_from": ["recommend"],
        "data": {"type": "object", "additionalProperties": false, "required": ["amount"],
                 "properties": {"amount": {"type": "object", "x-money": true}}},
        "requires": [{"id": "some", "that": "event.data.amount > 0", "else": {"zh": "须大于零", "en": "More than zero"}}],
        "actions": [{"type": "assign", "params": {"award": {"cel": "event.data.amount"}}},
                    {"type": "reserve", "params": {"amount": {"cel": "event.data.amount"}}}]},
      "reject": {"title": {"zh": "驳回", "en": "Reject"}, "by": ["director"], "target": "rejected"}}},
    "notice": {"title": {"zh": "公示", "en": "Notice"}, "initial": "running",
      "entry": [{"type": "publish_notice", "params": {"notice": "award", "title": {"zh": "公示", "en": "Notice"}}}],
      "states": {
        "running": {"title": {"zh": "公示中", "en": "Running"},
          "after": [{"delay": {"cel": "parameters.notice_term"}, "target": "#signing", "pausable": true,
                     "actions": [{"type": "close_notice", "params": {"result": "confirmed"}}]}],
          "on": {"object": {"title": {"zh": "异议", "en": "Object"}, "by": ["public"], "target": "suspended"}}},
        "suspended": {"title": {"zh": "暂停", "en": "Suspended"}, "on": {
          "dismiss": {"title": {"zh": "驳回异议", "en": "Dismiss"}, "by": ["officer"], "target": "running"},
          "uphold": {"title": {"zh": "异议成立", "en": "Uphold"}, "by": ["officer"], "target": "#rejected",
                     "actions": [{"type": "close_notice", "params": {"result": "upheld"}}, {"type": "release"}]}}}}},
    "signing": {"title": {"zh": "签约", "en": "Signing"},
      "after": [{"delay": "20 working days", "target": "rejected", "actions": [{"type": "release"}]}],
      "on": {"sign": {"title": {"zh": "签约", "en": "Sign"}, "by": ["applicant"], "target": "countersigning"}}},
    "countersigning": {"title": {"zh": "复签", "en": "Countersigning"}, "on": {
      "countersign": {"title": {"zh": "复签", "en": "Countersign"}, "by": ["director"], "target": "paying_first",
        "separate_from": ["recommend"],
        "actions": [{"type": "commit"},
                    {"type": "assign", "params": {"first": {"cel": "vars.award * parameters.first_percent / 100"}}}]}}},
    "paying_first": {"title": {"zh": "首付", "en": "First payment"},
      "entry": [{"type": "payment_due", "params": {"instalment": "first", "amount": {"cel": "vars.first"},
                 "title": {"zh": "首付", "en": "First"}}}],
      "on": {"payment.paid": {"target": "running_project", "guard": "event.data.instalment == 'first'"}}},
    "running_project": {"title": {"zh": "实施", "en": "Project"},
      "after": [{"delay": "1 year", "target": "closed", "actions": [{"type": "release"}]}],
      "on": {"confirm": {"title": {"zh": "确认", "en": "Confirm"}, "by": ["officer"], "target": "paying_second"}}},
    "paying_second": {"title": {"zh": "尾款", "en": "Second payment"},
      "entry": [{"type": "payment_due", "params": {"instalment": "second", "amount": {"cel": "vars.award - vars.first"},
                 "title": {"zh": "尾款", "en": "Second"}}}],
      "on": {"payment.paid": {"target": "closed", "guard": "event.data.instalment == 'second'"}}},
    "closed": {"type": "final", "title": {"zh": "办结", "en": "Closed"}},
    "rejected": {"type": "final", "title": {"zh": "不支持", "en": "Rejected"}}}}})";

constexpr const char* form = R"({"type": "object", "additionalProperties": false, "required": ["route"], "properties": {
  "route": {"enum": ["short", "long"], "title": {"zh": "途径", "en": "Route"}},
  "project": {"type": "object", "additionalProperties": false, "properties": {
    "title": {"type": "string", "title": {"zh": "名称", "en": "Title"}}}}}})";

calendar::calendar one_year() {
    return calendar::calendar::read(
               std::vector<ordered_json>{ordered_json::parse(R"({"country": "CN", "year": 2026, "working_days": 261,
        "source": {"zh": "测试", "en": "test"}, "days_off": [], "working_weekends": []})")})
        .value();
}

} // namespace

verifier::report verified_with(const char* patch, const verifier::limits& bounds) {
    const auto damaged = ordered_json::parse(workflow).patch(ordered_json::parse(patch));
    return verifier::verify({{"workflow.json", damaged.dump(2)}, {"form.schema.json", form}}, one_year(), bounds);
}

std::set<std::string> rules_found(const verifier::report& report) {
    std::set<std::string> rules;
    for (const auto& each : report.findings)
        if (each.rule != "no-scenarios") rules.insert(each.rule);
    return rules;
}

std::set<std::string> rules_found_with(const char* patch) {
    const auto report = verified_with(patch);
    for (const auto& each : report.findings)
        UNSCOPED_INFO(each.rule + " #" + each.pointer + ": " + each.sentence.en);
    return rules_found(report);
}

const verifier::finding& finding_of(const verifier::report& report, const std::string& rule) {
    const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                    [&](const verifier::finding& each) { return each.rule == rule; });
    INFO(verifier::to_text(report, "small", language::en, false));
    REQUIRE(found != report.findings.end());
    return *found;
}

} // namespace sluice::tests
