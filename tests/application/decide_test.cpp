#include "engine/application/decide.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

using namespace sluice;
using namespace sluice::application;

namespace {

constexpr const char* workflow = R"({
  "id": "small", "version": "1", "title": {"zh": "小", "en": "Small"}, "summary": {"zh": "小", "en": "Small"},
  "number_prefix": "S", "calendar": "CN", "fund": "small", "form": "form.schema.json",
  "payments": {"prepare": ["officer"], "approve": ["director"], "record": ["finance"]},
  "documents": {"plan": {"title": {"zh": "计划", "en": "Plan"}, "required_when": "form.amount > 1000", "media_types": ["application/pdf"]}},
  "workflow": {"id": "small", "initial": "draft", "states": {
    "draft": {"tags": ["editable"], "on": {
      "submit": {"title": {"zh": "提交", "en": "Submit"}, "by": ["applicant"], "target": "decision",
                 "requires": [{"window": "open"}, {"form": "complete"}, {"documents": "complete"},
                              {"id": "not_huge", "that": "form.amount < 1000000", "else": {"zh": "过大", "en": "{{ yuan(form.amount) }} is too much"}}]}}},
    "decision": {"on": {
      "approve": {"title": {"zh": "批准", "en": "Approve"}, "by": ["director"], "separate_from": ["submit"], "target": "notice.running",
                  "data": {"type": "object", "additionalProperties": false, "required": ["amount"], "properties": {"amount": {"type": "object", "x-money": true}}},
                  "guard": "event.data.amount <= form.amount",
                  "actions": [{"type": "reserve", "params": {"amount": {"cel": "event.data.amount"}}}]}}},
    "notice": {"initial": "running", "states": {
      "running": {"after": [{"delay": "7 working days", "target": "#paying", "pausable": true}],
                  "on": {"object": {"title": {"zh": "异议", "en": "Object"}, "by": ["public"], "target": "suspended"}}},
      "suspended": {"on": {"dismiss": {"title": {"zh": "驳回", "en": "Dismiss"}, "by": ["officer"], "target": "running"}}}}},
    "paying": {"entry": [{"type": "commit"}, {"type": "payment_due", "params": {"instalment": "only", "amount": {"cel": "money.committed"}, "title": {"zh": "款", "en": "Payment"}}}],
               "on": {"payment.paid": {"target": "closed"}}},
    "closed": {"type": "final"}}}})";

constexpr const char* form =
    R"({"type": "object", "additionalProperties": false, "required": ["amount"], "properties": {
  "amount": {"type": "object", "x-money": true, "title": {"zh": "金额", "en": "Amount"}},
  "code": {"type": "string", "format": "uscc", "title": {"zh": "统一社会信用代码", "en": "Code"}},
  "project": {"type": "object", "additionalProperties": false, "properties": {"title": {"type": "string", "title": {"zh": "名称", "en": "Title"}}}}}})";

constexpr const char* year_2026 =
    R"({"country": "CN", "year": 2026, "working_days": 261, "source": {"zh": "测试", "en": "test"}, "days_off": [], "working_weekends": []})";

json yuan(const char* amount) {
    return {{"amount", amount}, {"currency", "CNY"}};
}

/// One application with the people around it; every accepted record is replayed and compared.
struct bench {
    bench() {
        const auto reading = programme::read_programme({{"workflow.json", workflow}, {"form.schema.json", form}});
        for (const auto& each : reading.defects)
            UNSCOPED_INFO(each.pointer + ": " + each.explanation.en);
        REQUIRE(reading.read);
        rules = reading.read;
        known.now = at("2026-03-02T09:00:00+08:00");
        known.round = {"r", at("2026-03-01T00:00:00+08:00"), at("2026-04-01T00:00:00+08:00"), fen{1'000'000'000}, 2026};
        known.fund.appropriation = known.fund.available = fen{1'000'00};
        known.new_id = [this] { return "id-" + std::to_string(++ids); };
        known.days = &days;
    }

    static instant at(const char* written) { return parse_rfc3339(written).value(); }

    result<void> act(const std::string& person, std::vector<std::string> roles, const command& wanted) {
        known.actor = {person, "", std::move(roles)};
        const auto before = to_json(state);
        const auto decided = decide(*rules, state, wanted, known);
        CHECK(to_json(state) == before);
        if (!decided) return decided.error();
        auto replayed = state;
        apply(replayed, record_from_json(to_json(decided->recorded)));
        CHECK(to_json(replayed) == to_json(decided->after));
        const auto again = decide(*rules, state, wanted, known);
        if (rules->chart && !std::holds_alternative<send_event>(wanted)) CHECK(again.has_value());
        for (const auto& each : decided->recorded.changes)
            if (each.kind == "money_moved") fund_follows(each.data);
        state = decided->after;
        return {};
    }

    void fund_follows(const json& data) {
        const auto posted = ledger::posting_from_json(data, "").value();
        known.fund.of(posted.from) -= posted.amount;
        known.fund.of(posted.to) += posted.amount;
    }

    void begin(const char* amount) {
        REQUIRE(act("ada", {"applicant", "public"}, create{"a", "S-1", "firm", "r", {{"amount", yuan(amount)}}})
                    .has_value());
    }

    std::shared_ptr<const programme::programme> rules;
    calendar::calendar days = [] {
        const std::vector years{ordered_json::parse(year_2026)};
        return calendar::calendar::read(years).value();
    }();
    facts known;
    application_state state;
    int ids = 0;
};

reason why(const result<void>& outcome) {
    REQUIRE(outcome.has_error());
    CHECK_FALSE(outcome.error().explanation.zh.empty());
    CHECK_FALSE(outcome.error().explanation.en.empty());
    return outcome.error().reason;
}

const std::vector<std::string> applicant{"applicant", "public"}, director{"director", "public"},
    officer{"officer", "public"}, finance{"finance", "public"};

} // namespace

TEST_CASE("an event is refused for one reason at a time, the right one", "[decide]") {
    bench at;
    at.begin("5.00");
    CHECK(why(at.act("ada", applicant, send_event{"sumbit"})) == reason::event_unknown);
    CHECK(why(at.act("ada", applicant, send_event{"approve"})) == reason::event_not_possible);
    CHECK(why(at.act("dora", director, send_event{"submit"})) == reason::not_permitted);
    CHECK(why(at.act("ada", applicant, send_event{"submit", {{"x", 1}}})) == reason::unknown_field);
    CHECK(why(at.act("ada", applicant, send_event{"payment.paid"})) == reason::event_not_possible);
    at.known.now = at.known.round.closes_at;
    CHECK(why(at.act("ada", applicant, send_event{"submit"})) == reason::window_closed);
    at.known.now.milliseconds -= 1;
    CHECK(at.act("ada", applicant, send_event{"submit"}).has_value());
    CHECK(at.state.submitted_at == at.known.now);
}

TEST_CASE("all that is missing is named at once", "[decide]") {
    bench at;
    at.begin("20000.00");
    at.known.now = bench::at("2026-05-01T00:00:00+08:00");
    const auto outcome = at.act("ada", applicant, send_event{"submit"});
    CHECK(why(outcome) == reason::requirement_not_met);
    REQUIRE(outcome.error().requirements.size() == 3);
    CHECK(outcome.error().requirements.at(0).id == "window_open");
    CHECK(outcome.error().requirements.at(1).id == "document_plan");
    CHECK(outcome.error().requirements.at(2).explanation.en == "20000.00 is too much");
}

TEST_CASE("a draft takes what is right so far and nothing else", "[decide]") {
    bench at;
    at.begin("5.00");
    CHECK(why(at.act("ada", applicant, amend{{{"colour", "red"}}})) == reason::unknown_field);
    CHECK(why(at.act("ada", applicant, amend{{{"amount", "5"}}})) == reason::form_invalid);
    CHECK(why(at.act("olga", officer, amend{{{"amount", yuan("6.00")}}})) == reason::not_permitted);
    CHECK(at.act("ada", applicant, amend{{{"amount", nullptr}}}).has_value());
    CHECK(why(at.act("ada", applicant, send_event{"submit"})) == reason::form_invalid);
    CHECK(at.act("ada", applicant, amend{{{"amount", yuan("6.00")}}}).has_value());
    CHECK(at.act("ada", applicant, send_event{"submit"}).has_value());
    CHECK(why(at.act("ada", applicant, amend{{{"amount", yuan("7.00")}}})) == reason::not_editable);
}

TEST_CASE("a code that fails its check is taken from the applicant whose code an official has accepted", "[decide]") {
    bench at;
    const json pilot{{"amount", yuan("5.00")}, {"code", "91350100M0001TGQXM"}};
    CHECK(why(at.act("ada", applicant, create{"a", "S-1", "firm", "r", pilot})) == reason::form_invalid);
    at.known.applicant.code = "91350100M0001TGQXM";
    CHECK(at.act("ada", applicant, create{"a", "S-1", "firm", "r", pilot}).has_value());
    CHECK(at.act("ada", applicant, send_event{"submit"}).has_value());
}

TEST_CASE("nobody approves their own submission, nor more than the fund has", "[decide]") {
    bench at;
    at.begin("2000.00");
    REQUIRE(at.act("ada", applicant,
                   attach_document{{"d", "plan", "plan.pdf", "application/pdf", 10, std::string(64, '0'), {}, {}}})
                .has_value());
    REQUIRE(at.act("ada", applicant, send_event{"submit"}).has_value());
    CHECK(why(at.act("ada", director, send_event{"approve", {{"amount", yuan("5.00")}}})) == reason::same_person);
    CHECK(why(at.act("dora", director, send_event{"approve", {{"amount", yuan("2000.01")}}})) == reason::guard_not_met);
    CHECK(why(at.act("dora", director, send_event{"approve", {{"amount", yuan("1000.01")}}})) ==
          reason::fund_exhausted);
    CHECK(why(at.act("dora", director, send_event{"approve", {{"amount", 5}}})) == reason::form_invalid);
    CHECK(at.act("dora", director, send_event{"approve", {{"amount", yuan("1000.00")}}}).has_value());
    CHECK(at.known.fund.available == fen{});
}

TEST_CASE("an objection stops the clock of the notice, and its dismissal lets it go on with what was left",
          "[decide]") {
    bench at;
    at.begin("5.00");
    REQUIRE(at.act("ada", applicant, send_event{"submit"}).has_value());
    REQUIRE(at.act("dora", director, send_event{"approve", {{"amount", yuan("5.00")}}}).has_value());
    const auto id = at.state.timers.begin()->first;
    CHECK(at.state.timers.at(id).due_at == bench::at("2026-03-12T00:00:00+08:00"));
    at.known.now = bench::at("2026-03-05T15:00:00+08:00");
    REQUIRE(at.act("", {"public"}, send_event{"object"}).has_value());
    CHECK(at.state.timers.at(id).paused_with == 4);
    CHECK(why(at.act("", {"system"}, fire_timer{id})) == reason::event_not_possible);
    at.known.now = bench::at("2026-03-20T10:00:00+08:00");
    REQUIRE(at.act("olga", officer, send_event{"dismiss"}).has_value());
    CHECK(at.state.timers.at(id).due_at == bench::at("2026-03-27T00:00:00+08:00"));
}

TEST_CASE("a payment takes three people, and starts anew when it is sent back", "[decide]") {
    bench at;
    at.begin("5.00");
    REQUIRE(at.act("ada", applicant, send_event{"submit"}).has_value());
    REQUIRE(at.act("dora", director, send_event{"approve", {{"amount", yuan("5.00")}}}).has_value());
    REQUIRE(at.act("", {"system"}, fire_timer{at.state.timers.begin()->first}).has_value());
    const std::vector<std::string> everything{"officer", "director", "finance"};
    CHECK(why(at.act("olga", officer, advance_payment{"only", "approve", ""})) == reason::not_permitted);
    CHECK(why(at.act("dora", director, advance_payment{"only", "approve", ""})) == reason::payment_not_possible);
    CHECK(why(at.act("olga", officer, advance_payment{"other", "prepare", ""})) == reason::not_found);
    REQUIRE(at.act("olga", everything, advance_payment{"only", "prepare", ""}).has_value());
    CHECK(why(at.act("olga", everything, advance_payment{"only", "approve", ""})) == reason::same_person);
    REQUIRE(at.act("dora", everything, advance_payment{"only", "send_back", "wrong account"}).has_value());
    REQUIRE(at.act("dora", everything, advance_payment{"only", "prepare", ""}).has_value());
    REQUIRE(at.act("olga", everything, advance_payment{"only", "approve", ""}).has_value());
    CHECK(why(at.act("dora", everything, advance_payment{"only", "record", "ref"})) == reason::same_person);
    CHECK(why(at.act("fiona", finance, advance_payment{"only", "record", ""})) == reason::invalid_value);
    REQUIRE(at.act("fiona", finance, advance_payment{"only", "record", "ref"}).has_value());
    CHECK(at.state.ended);
    CHECK(at.known.fund.paid == fen{500});
    CHECK(why(at.act("fiona", finance, send_event{"object"})) == reason::event_not_possible);
}

TEST_CASE("a deadline in a year that is not loaded refuses the event that would set it", "[decide]") {
    bench at;
    at.begin("5.00");
    REQUIRE(at.act("ada", applicant, send_event{"submit"}).has_value());
    at.known.now = bench::at("2026-12-30T09:00:00+08:00");
    CHECK(why(at.act("dora", director, send_event{"approve", {{"amount", yuan("5.00")}}})) ==
          reason::calendar_year_not_loaded);
}

TEST_CASE("a change of an unknown kind is never passed over", "[apply]") {
    application_state state;
    CHECK_THROWS_AS(apply(state, change{"painted", {}}, "", instant{}), std::logic_error);
    CHECK_THROWS_AS(state_from_text("{}"), std::invalid_argument);
}
