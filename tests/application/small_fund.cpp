#include "tests/application/small_fund.hpp"

#include <array>
#include <stdexcept>

namespace sluice::test {

using namespace application;

ordered_json small_workflow() {
    return ordered_json::parse(R"({
  "id": "small", "version": "1", "title": {"zh": "小", "en": "Small"}, "summary": {"zh": "小", "en": "Small"},
  "number_prefix": "S", "calendar": "CN", "fund": "small", "form": "form.schema.json",
  "variables": {"visits": {"type": "integer"}, "said": {"type": "string"}},
  "panels": {"experts": {"method": "vote", "size": 2, "declaration_needed": false, "quorum": "1/1", "majority": "2/3", "assign": ["officer"]}},
  "payments": {"prepare": ["officer"], "approve": ["director"], "record": ["finance"]},
  "workflow": {"id": "small", "initial": "draft", "states": {
    "draft": {"title": {"zh": "草稿", "en": "Draft"}, "tags": ["editable"],
      "on": {"submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "target": "check"}}},
    "check": {"title": {"zh": "审查", "en": "Check"},
      "after": [{"delay": "5 working days", "target": "waiting", "title": {"zh": "逾期", "en": "Overdue"}}],
      "on": {
        "visit": {"title": {"zh": "走访", "en": "Visit"}, "by": ["officer"], "actions": [{"type": "assign", "params": {"visits": {"cel": "vars.visits + 1"}}}]},
        "wait": {"title": {"zh": "等待", "en": "Wait"}, "by": ["officer"], "target": "waiting"},
        "review": {"title": {"zh": "评审", "en": "Review"}, "by": ["officer"], "target": "reviewing"},
        "announce": {"title": {"zh": "公示", "en": "Announce"}, "by": ["officer"], "target": "notice"},
        "pay": {"title": {"zh": "拨付", "en": "Pay"}, "by": ["director"], "separate_from": ["visit"], "target": "paying",
          "actions": [{"type": "reserve", "params": {"amount": {"amount": "10.00", "currency": "CNY"}}}]},
        "end": {"title": {"zh": "办结", "en": "End"}, "by": ["officer"], "target": "closed"}}},
    "waiting": {"title": {"zh": "等待", "en": "Waiting"},
      "on": {"resume": {"title": {"zh": "恢复", "en": "Resume"}, "by": ["officer"], "target": "check"}}},
    "reviewing": {"title": {"zh": "评审", "en": "Reviewing"}, "entry": [{"type": "open_panel", "params": {"panel": "experts"}}],
      "on": {"panel.completed": {"target": "waiting"}}},
    "notice": {"title": {"zh": "公示", "en": "Notice"}, "initial": "running",
      "entry": [{"type": "publish_notice", "params": {"notice": "award", "title": {"zh": "公示", "en": "Notice"}}}],
      "states": {
        "running": {"title": {"zh": "公示中", "en": "Running"},
          "after": [{"delay": "7 working days", "target": "#waiting", "pausable": true, "actions": [{"type": "close_notice", "params": {"result": "confirmed"}}]}],
          "on": {"object": {"title": {"zh": "异议", "en": "Object"}, "by": ["public"], "target": "suspended"}}},
        "suspended": {"title": {"zh": "中止", "en": "Suspended"},
          "on": {"dismiss": {"title": {"zh": "驳回", "en": "Dismiss"}, "by": ["officer"], "target": "running"}}}}},
    "paying": {"title": {"zh": "拨付", "en": "Paying"},
      "entry": [{"type": "commit"}, {"type": "payment_due", "params": {"instalment": "only", "amount": {"cel": "money.committed"}, "title": {"zh": "款", "en": "Payment"}}}],
      "on": {"payment.paid": {"target": "closed"}}},
    "closed": {"title": {"zh": "办结", "en": "Closed"}, "type": "final"}}}})");
}

ordered_json small_form() {
    return ordered_json::parse(R"({"type": "object", "additionalProperties": false,
      "properties": {"name": {"type": "string", "title": {"zh": "名称", "en": "Name"}}}})");
}

std::shared_ptr<const programme::programme> read_small(const ordered_json& workflow, const ordered_json& form) {
    const auto reading =
        programme::read_programme({{"workflow.json", workflow.dump()}, {"form.schema.json", form.dump()}});
    if (reading.read) return reading.read;
    throw std::logic_error(reading.defects.front().pointer + ": " + reading.defects.front().explanation.en);
}

std::shared_ptr<const programme::programme> changed_small(const std::function<void(ordered_json&)>& change) {
    auto workflow = small_workflow();
    workflow["version"] = "2";
    change(workflow);
    return read_small(workflow);
}

const calendar::calendar& plain_2026() {
    static const auto read = [] {
        const std::array years{ordered_json::parse(
            R"({"country": "CN", "year": 2026, "working_days": 261, "source": {"zh": "测试", "en": "test"}, "days_off": [], "working_weekends": []})")};
        return calendar::calendar::read(years).value();
    }();
    return read;
}

small_life::small_life(std::shared_ptr<const programme::programme> with)
    : rules{std::move(with)} {
    at("2026-03-02T09:00:00+08:00"); // a Monday
    known.fund.appropriation = known.fund.available = fen{100'000};
    known.days = &plain_2026();
    known.new_id = [] { return "id"; };
    carry_out(create{"a", "S-1", "firm", "r", json::object()}, "applicant");
}

void small_life::carry_out(const command& wanted, const std::string& role, const std::string& person) {
    known.actor = {person.empty() ? role : person, "", {role}};
    auto decided = decide(*rules, state_, wanted, known);
    if (!decided) throw std::logic_error(decided.error().explanation.en);
    ledger::balances books{rules->fund, known.fund, {{state_.id, state_.money}}};
    for (const auto& each : decided->recorded.changes)
        if (each.kind == "money_moved")
            books = ledger::apply(std::move(books), ledger::posting_from_json(each.data, "").value()).value();
    known.fund = books.totals;
    state_ = std::move(decided->after);
    records.push_back(std::move(decided->recorded));
}

void small_life::send(const std::string& event, const std::string& role, const json& data) {
    carry_out(send_event{event, data}, role);
}

} // namespace sluice::test
