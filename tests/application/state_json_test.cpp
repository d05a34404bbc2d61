#include "engine/application/state_json.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

using namespace sluice;
using namespace sluice::application;

namespace {

/// One that has something of everything.
application_state eventful() {
    const instant at{1'741'000'000'000}, later{1'742'000'000'000};
    const text title{"渠成 “一”", "Title \"one\"\n"};
    application_state state;
    state.id = "01955984-ed98-72e8-af4a-dc6d455deb9e";
    state.number = "CY-2025-000001-H636";
    state.programme = "fund";
    state.definition_version = "1";
    state.round = "round";
    state.organisation = "firm";
    state.created_by = "ada";
    state.created_at = at;
    state.updated_at = later;
    state.submitted_at = at;
    state.revision = 7;
    state.form = shared_json{
        json{{"title", "电动工具"}, {"ratio", 0.30000000000000004}, {"members", {{{"name", "a\\b"}}, nullptr}}}};
    state.position = {{"states", {"a.b", "c"}}};
    state.variables = {{"amount", 30'000'000}, {"below", -1}, {"met", true}};
    state.events = {{"submit", 2}, {"要求", 1}};
    state.acts = {{"ada", {"submit", "payment:prepare"}}, {"olga \"o\"", {}}};
    state.documents = {{"d1", "plan", "计划.pdf", "application/pdf", 15, std::string(64, 'd'), at, "ada"}};
    state.payments = {{"first",
                       title,
                       fen{500},
                       payment_status::sent,
                       later,
                       {{"prepare", "olga", at, "note", "dora"}},
                       fen{100},
                       fen{200},
                       true},
                      {"second", title, fen{700}, payment_status::due, std::nullopt, {}}};
    state.timers = {{"runs", {later, false, std::nullopt, at}}, {"stands", {later, true, 3, std::nullopt}}};
    state.notices = {{"n1", "award", title, fen{500}, at, later, "ended"}, {"n2", "list", title, {}, at, {}, "open"}};
    state.objections = {{"o1",
                         "n1",
                         "",
                         false,
                         "public",
                         "digest",
                         "name",
                         "contact",
                         "statement",
                         {"e1", "e2"},
                         at,
                         "olga",
                         "dismissed",
                         "answer",
                         "olga",
                         later,
                         std::nullopt}};
    state.signatures = {{"plan", std::string(64, 'd'), "applicant", "ada", at}};
    state.obligations = {{"report", title, "officer", at, later, std::nullopt}};
    state.project_changes = {{"plan", "before", "after", at, "dora"}};
    state.certificates = {{"space", title, at, later, std::nullopt}, {"lab", title, at, later, later}};
    state.money.committed = fen{1'200};
    state.money.paid = fen{100};
    state.money.recovery = fen{100};
    state.pool = "materials";
    state.ended = true;
    state.filed_under = {"", "firm", "agent", "mandate"};
    state.panels["review"] = review::panel{};
    return state;
}

bool is_refused(const std::string& text) try {
    state_from_text(text);
    return false;
} catch (const std::invalid_argument&) {
    return true;
}

} // namespace

TEST_CASE("a state comes back from its text as it was", "[state]") {
    for (const auto& state : {eventful(), application_state{}}) {
        const auto text = to_text(state);
        CHECK(json::parse(text).dump() == text); // canonical
        CHECK(to_text(state_from_text(text)) == text);
    }
    const auto read = state_from_text(to_text(eventful()));
    CHECK(*read.form == *eventful().form);
    CHECK(read.form.text() == read.form->dump());
    CHECK(read.payments.front().acts.front().on_behalf_of == "dora");
    CHECK(read.timers.at("stands").paused_with == 3);
    CHECK(read.money == eventful().money);
}

TEST_CASE("a part comes back from its tree as it was", "[state]") {
    const auto state = eventful();
    CHECK(to_json(document_from_json(to_json(state.documents[0]))) == to_json(state.documents[0]));
    CHECK(to_json(payment_from_json(to_json(state.payments[0]))) == to_json(state.payments[0]));
    CHECK(to_json(notice_from_json(to_json(state.notices[1]))) == to_json(state.notices[1]));
    CHECK(to_json(objection_from_json(to_json(state.objections[0]))) == to_json(state.objections[0]));
    CHECK(to_json(signature_from_json(to_json(state.signatures[0]))) == to_json(state.signatures[0]));
    CHECK(to_json(obligation_from_json(to_json(state.obligations[0]))) == to_json(state.obligations[0]));
    CHECK(to_json(project_change_from_json(to_json(state.project_changes[0]))) == to_json(state.project_changes[0]));
    CHECK(to_json(timer_from_json(to_json(state.timers.at("stands")))) == to_json(state.timers.at("stands")));
    CHECK_THROWS_AS(timer_from_json(json{{"due_at", 1}}), std::invalid_argument);
}

TEST_CASE("what was written before there was such a thing is read without it", "[state]") {
    auto early = to_json(eventful());
    for (const char* since :
         {"certificates", "filed_under", "objections", "obligations", "pool", "project_changes", "signatures"})
        early.erase(since);
    for (auto& timer : early.at("timers"))
        timer.erase("began_at");
    for (auto& payment : early.at("payments"))
        for (const char* since : {"paid", "part", "told"})
            payment.erase(since);
    const auto read = state_from_text(early.dump());
    CHECK(read.filed_under.nobody());
    CHECK_FALSE(read.pool);
    CHECK_FALSE(read.timers.at("runs").began_at);
    CHECK(read.payments.front().paid == fen{});
}

TEST_CASE("a damaged state is refused", "[state]") {
    const auto whole = to_json(eventful());
    for (const char* needed : {"acts", "created_at", "documents", "ended", "form", "id", "money", "number", "payments",
                               "position", "revision", "submitted_at", "timers", "variables"}) {
        auto damaged = whole;
        damaged.erase(needed);
        INFO(needed);
        CHECK(is_refused(damaged.dump()));
    }
    const auto refused_with = [&](const char* pointer, json value) {
        auto damaged = whole;
        damaged[json::json_pointer{pointer}] = std::move(value);
        INFO(pointer);
        CHECK(is_refused(damaged.dump()));
    };
    refused_with("/unheard_of", 1);
    refused_with("/revision", "7");
    refused_with("/revision", 7.5);
    refused_with("/ended", 0);
    refused_with("/documents", json::object());
    refused_with("/documents/0/size", nullptr);
    refused_with("/payments/0/status", "lost");
    refused_with("/timers/stands/paused_with", 3'000'000'000);
    refused_with("/money/paid/amount", "1");
    refused_with("/money/paid/amount", "0.00"); // less than has come back
    refused_with("/money/paid/currency", "USD");
    refused_with("/panels/review", 5);
    refused_with("/filed_under", json::object());
    auto disordered = to_text(application_state{});
    REQUIRE(disordered.starts_with(R"({"acts":{})"));
    disordered.insert(disordered.find('}'), R"("b":[],"a":[])");
    CHECK(is_refused(disordered));
}

TEST_CASE("no damage of a byte is worse than a refusal", "[state]") {
    const auto whole = to_text(eventful());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        CHECK(is_refused(whole.substr(0, at)));
        for (const char other : {'"', '{', '}', ']', ',', '0', 'n', '\\', '\xe6', '\0'}) {
            auto damaged = whole;
            damaged[at] = other;
            is_refused(damaged);
        }
    }
}
