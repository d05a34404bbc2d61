// Rounds through the API: parts of a budget, ways of sharing it, waiting lists, running a list again, closing early,
// and what goes over to the next round.

#include "engine/base/fen.hpp"
#include "tests/api/changed_definition.hpp"
#include "tests/api/refused.hpp"
#include "tests/api/reward_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

/// The state of that name, wherever it is nested.
ordered_json* state_named(ordered_json& parent, const std::string& name) {
    if (!parent.contains("states")) return nullptr;
    for (auto& [id, each] : parent["states"].items()) {
        if (id == name) return &each;
        if (auto* inner = state_named(each, name)) return inner;
    }
    return nullptr;
}

/// The allocation section with these members changed, and a new share taken while the notice runs.
changed_workflows sharing_by(const json& members) {
    return changed_workflows{[&](ordered_json& workflow) {
        for (const auto& [name, value] : members.items()) {
            if (value.is_null())
                workflow["allocation"].erase(name);
            else
                workflow["allocation"][name] = ordered_json::parse(value.dump());
        }
        (*state_named(workflow["workflow"], "public_notice"))["on"]["allocation.decided"] = ordered_json::parse(R"({
            "title": {"zh": "重新分配", "en": "Shared anew"},
            "actions": [{"type": "release"}, {"type": "assign", "params": {"award": {"cel": "event.data.amount"}}},
                        {"type": "reserve", "params": {"amount": {"cel": "event.data.amount"}}}]})");
    }};
}

std::vector<std::string> all_waiting(reward_fund& bureau) {
    std::vector<std::string> applications;
    for (const auto& each : claimants)
        applications.push_back(bureau.waiting(each));
    return applications;
}

/// The amounts of a list by application, in the order of the claimants.
std::vector<std::string> amounts(const json& items, const char* key = "amount") {
    std::vector<std::string> found;
    for (const auto& each : items)
        found.push_back(each.at(key).at("amount"));
    return found;
}

json decide(reward_fund& bureau) {
    const auto preview = bureau.get("dora", bureau.allocation());
    const auto decided = bureau.post("dora", bureau.allocation(), json::object());
    INFO(decided.body);
    REQUIRE(decided.status == 200);
    CHECK(preview.data().at("items") == decided.data().at("items"));
    return decided.data();
}

http_answer change_round(reward_fund& bureau, const json& patch) {
    const auto path = "/v1/rounds/" + bureau.round();
    return bureau.patch("dora", path, patch, {{"If-Match", bureau.get("", path).header("ETag").value()}});
}

/// What comes of a tenth more of this figure; null where the preview does not name it.
json effect_of_more(const json& preview, const std::string& parameter) {
    json found = nullptr;
    for (const auto& each : preview.at("effects"))
        if (each.at("parameter") == parameter) found = each; // the higher comes last
    return found;
}

using list = std::vector<std::string>;

} // namespace

TEST_CASE("a preview tells the effect of the pool and of every parameter that the claims are made of", "[rounds]") {
    reward_fund bureau{"500000.00"};
    all_waiting(bureau);
    const auto preview = bureau.get("dora", bureau.allocation()).data();
    CHECK(preview.at("effects").size() == 8);
    const auto more = effect_of_more(preview, "pool");
    REQUIRE(more.is_object());
    CHECK(more.at("tried") == yuan("550000.00"));
    CHECK(more.at("outcome").at("total") == yuan("550000.00"));
    CHECK(more.at("outcome").at("gain") == 4);
    CHECK(more.at("outcome").at("most_gained") == yuan("25000.00"));
    const auto cap = effect_of_more(preview, "claim_max");
    REQUIRE(cap.is_object());
    CHECK(cap.at("value") == yuan("500000.00"));
    CHECK(cap.at("tried") == yuan("550000.00"));
    CHECK(cap.at("outcome").at("gain") == 1);
    CHECK(cap.at("outcome").at("lose") == 3);
    CHECK(cap.at("outcome").at("total") == yuan("500000.00"));
    CHECK(effect_of_more(preview, "increment_rate_percent").at("tried") == 3);
    CHECK(effect_of_more(preview, "base_rate_percent").at("tried") == 2);
}

TEST_CASE("other figures are tried without changing anything", "[rounds]") {
    reward_fund bureau{"500000.00"};
    const auto applications = all_waiting(bureau);
    const auto before = bureau.fund();
    const auto path = bureau.allocation() + "/trials";
    const auto tried = bureau.post("dora", path, {{"pool", yuan("1000000.00")}}).data();
    CHECK(tried.at("total_instead") == yuan("1000000.00"));
    CHECK(amounts(tried.at("items"), "instead") == list{"100000.00", "500000.00", "333333.33", "66666.67"});
    const auto capped = bureau.post("dora", path, {{"parameters", {{"claim_max", yuan("100000.00")}}}}).data();
    CHECK(capped.at("total_instead") == yuan("366666.67"));
    const auto without = bureau.post("dora", path, {{"leave_out", json::array({applications[1]})}}).data();
    CHECK(without.at("total_instead") == yuan("500000.00"));
    CHECK(without.at("items").size() == 4);
    CHECK(bureau.fund() == before);
    refused(bureau, posting("dora", path, {{"parameters", {{"no_such", 1}}}}), 422, reason::invalid_value);
    refused(bureau, posting("dora", path, {{"parameters", {{"base_rate_percent", 1.5}}}}), 422, reason::invalid_value);
    refused(bureau, posting("olga", path, json::object()), 403, reason::not_permitted);
}

TEST_CASE("a named part of the budget is kept for its field, the rest for everybody else", "[rounds]") {
    reward_fund bureau{"500000.00", sharing_by({{"group", "form.organisation.industry"}})};
    REQUIRE(change_round(bureau, {{"budgets", {{"C3465", yuan("40000.00")}}}}).status == 200);
    bureau.waiting(claimants[0]); // C3465, as the forms are
    bureau.waiting(claimants[3]);
    bureau.waiting(claimants[1], {{"organisation", {{"industry", "C3599"}}}});
    const auto decided = decide(bureau);
    CHECK(amounts(decided.at("items")) == list{"24000.00", "16000.00", "460000.00"});
    CHECK(decided.at("items").at(0).at("pool") == "C3465");
    CHECK(decided.at("items").at(2).at("pool") == "");
    CHECK(decided.at("total") == yuan("500000.00"));
    const auto money = bureau.get("olga", "/v1/rounds/" + bureau.round() + "/budget").data();
    CHECK(money.at("used") == yuan("500000.00"));
    CHECK(money.at("pools").at(1).at("name") == "C3465");
    CHECK(money.at("pools").at(1).at("free") == yuan("0.00"));
    refused(bureau, getting("91330784597215142M", "/v1/rounds/" + bureau.round() + "/budget"), 403,
            reason::not_permitted);
}

TEST_CASE("parts of a budget never exceed it", "[rounds]") {
    reward_fund bureau{"500000.00"};
    const auto path = "/v1/rounds/" + bureau.round();
    const auto tag = bureau.get("", path).header("ETag").value();
    refused(bureau,
            patching("dora", path, {{"budgets", {{"a", yuan("300000.00")}, {"b", yuan("200000.01")}}}},
                     {{"If-Match", tag}}),
            422, reason::amount_invalid);
    REQUIRE(change_round(bureau, {{"budgets", {{"a", yuan("300000.00")}}}}).status == 200);
    REQUIRE(change_round(bureau, {{"budgets", {{"a", nullptr}}}}).status == 200);
    CHECK(bureau.get("", path).data().at("budgets").empty());
}

TEST_CASE("a ranking pays in full from the top; those it does not reach wait, and take the place of who leaves",
          "[rounds]") {
    reward_fund bureau{
        "600000.00",
        sharing_by({{"mode", "ranked"}, {"score", "vars.base"}, {"waiting_list", true}, {"redistribute", true}})};
    const auto applications = all_waiting(bureau);
    const auto decided = decide(bureau);
    CHECK(amounts(decided.at("items")) == list{"0.00", "500000.00", "0.00", "0.00"});
    CHECK(decided.at("items").at(1).at("rank") == 1);
    CHECK(decided.at("items").at(0).at("status") == "waiting");
    CHECK(bureau.seen(applications[2]).at("state").at("ids") == json{"awaiting_allocation"});
    refused(bureau, posting("dora", bureau.allocation(), json::object()), 409, reason::already_exists);
    const auto again = bureau.allocation() + "/rerun";
    refused(bureau, posting("dora", again, json::object()), 409, reason::event_not_possible);

    bureau.remove_by_objection(applications[1]);
    const auto preview = bureau.get("dora", again);
    REQUIRE(preview.status == 200);
    CHECK(bureau.fund().at("reserved") == yuan("0.00"));
    const auto done = bureau.post("dora", again, json::object());
    REQUIRE(done.status == 200);
    CHECK(done.data() == preview.data());
    const auto changes = done.data().at("changes");
    CHECK(amounts(changes, "after") == list{"100000.00", "0.00", "333333.33", "66666.67"});
    CHECK(changes.at(1).at("left") == true);
    CHECK(bureau.fund().at("reserved") == yuan("500000.00"));
    CHECK(bureau.seen(applications[0]).at("variables").at("award") == yuan("100000.00"));
    CHECK(bureau.get("dora", bureau.allocation()).data().at("items").at(1).at("status") == "left");
}

TEST_CASE("a shared pool is shared again without the firm that left, to the fen, showing who changes", "[rounds]") {
    reward_fund bureau{"500000.00", sharing_by({{"redistribute", true}})};
    const auto applications = all_waiting(bureau);
    decide(bureau);
    bureau.remove_by_objection(applications[0]);
    const auto done = bureau.post("dora", bureau.allocation() + "/rerun", json::object());
    REQUIRE(done.status == 200);
    CHECK(done.data().at("total") == yuan("500000.00"));
    CHECK(amounts(done.data().at("changes"), "before") == list{"50000.00", "250000.00", "166666.67", "33333.33"});
    CHECK(amounts(done.data().at("changes"), "after") == list{"0.00", "277777.78", "185185.18", "37037.04"});
    CHECK(bureau.fund().at("reserved") == yuan("500000.00"));
    CHECK(bureau.seen(applications[1]).at("money").at("reserved") == yuan("277777.78"));
    CHECK(bureau.get("audrey", std::string{"/v1/programmes/"} + reward_fund::programme + "/log/verification")
              .data()
              .at("valid") == true);
}

TEST_CASE("where the definition does not redistribute, nobody's share changes", "[rounds]") {
    reward_fund bureau{"500000.00"};
    refused(bureau, getting("dora", bureau.allocation() + "/rerun"), 409, reason::event_not_possible);
    const auto applications = all_waiting(bureau);
    decide(bureau);
    bureau.remove_by_objection(applications[0]);
    refused(bureau, posting("dora", bureau.allocation() + "/rerun", json::object()), 409, reason::event_not_possible);
    CHECK(bureau.fund().at("available") == yuan("50000.00"));
}

TEST_CASE("a pool is shared by weights up to caps, by a table, or by a formula", "[rounds]") {
    const auto shared_by = [](const json& members, const std::string& pool) {
        reward_fund bureau{pool, sharing_by(members)};
        all_waiting(bureau);
        return decide(bureau);
    };
    SECTION("the excess above a cap is shared again") {
        const auto made =
            shared_by({{"mode", "budget_share"}, {"claim", "vars.base"}, {"cap", "vars.claim"}}, "500000.00");
        CHECK(made.at("total") == yuan("500000.00"));
        for (std::size_t i = 0; i < claimants.size(); ++i)
            CHECK(money_from_json(made.at("items").at(i).at("amount"), "").value() <=
                  money_from_json(yuan(claimants[i].claim), "").value());
    }
    SECTION("a table of brackets") {
        const auto made = shared_by({{"mode", "brackets"},
                                     {"claim", "vars.base"},
                                     {"brackets", "[[300000000, 1000000], [1000000000, 5000000]]"}},
                                    "500000.00");
        CHECK(amounts(made.at("items")) == list{"10000.00", "50000.00", "50000.00", "10000.00"});
        CHECK(made.at("left_over") == yuan("380000.00"));
    }
    SECTION("a table that asks for more than there is goes by rank where there is a score") {
        const auto made = shared_by({{"mode", "brackets"},
                                     {"claim", "vars.base"},
                                     {"brackets", "[[0, 20000000]]"},
                                     {"score", "[vars.base, 1]"},
                                     {"when_short", "pay_part"}},
                                    "500000.00");
        CHECK(amounts(made.at("items")) == list{"100000.00", "200000.00", "200000.00", "0.00"});
    }
    SECTION("a formula that sees the pool") {
        const auto made =
            shared_by({{"mode", "formula"}, {"formula", "min(vars.claim, pool.amount / pool.count)"}}, "500000.00");
        CHECK(amounts(made.at("items")) == list{"100000.00", "125000.00", "125000.00", "66666.67"});
    }
}

TEST_CASE("a round whose budget is used up closes early and says since when; more money opens it again", "[rounds]") {
    reward_fund bureau{"500000.00", sharing_by({{"close_below", yuan("1000.00")}})};
    const auto late = bureau.draft(claimants[3]);
    const auto others = {bureau.waiting(claimants[0]), bureau.waiting(claimants[1])};
    const auto since = bureau.now();
    decide(bureau);
    const auto path = "/v1/rounds/" + bureau.round();
    CHECK(bureau.get("", path).data().at("open") == false);
    CHECK(bureau.get("", path).data().at("exhausted_at") == to_rfc3339(since));
    const auto problem =
        refused(bureau, posting(claimants[3].code, events_of(late), {{"type", "submit"}}), 409, reason::window_closed);
    CHECK(problem.at("explanation").at("zh").get<std::string>().find(to_rfc3339(since)) != std::string::npos);
    CHECK(others.size() == 2);
    refused(bureau,
            posting(claimants[3].code, "/v1/applications",
                    {{"programme", reward_fund::programme}, {"form", bureau.seen(*others.begin()).at("form")}}),
            409, reason::round_closed);
    REQUIRE(change_round(bureau, {{"budget", yuan("700000.00")}}).status == 200);
    CHECK(bureau.get("", path).data().at("open") == true);
    bureau.take(claimants[3].code, late, "submit");
}

TEST_CASE("a round never binds more than its budget", "[rounds]") {
    reward_fund bureau{"500000.00", sharing_by({{"redistribute", true}})};
    all_waiting(bureau);
    decide(bureau);
    bureau.appropriate(reward_fund::programme, yuan("1000000.00"));
    refused(bureau, posting("dora", bureau.allocation() + "/rerun", json::object()), 409, reason::event_not_possible);
    REQUIRE(change_round(bureau, {{"budget", yuan("600000.00")}}).status == 200);
    const auto again = bureau.post("dora", bureau.allocation() + "/rerun", json::object());
    REQUIRE(again.status == 200);
    CHECK(again.data().at("total") == yuan("600000.00"));
    CHECK(bureau.fund().at("available") == yuan("900000.00"));
}

TEST_CASE("what a round has not used goes over to the next, with those who wait", "[rounds]") {
    reward_fund bureau{"600000.00", sharing_by({{"mode", "ranked"}, {"score", "vars.base"}, {"waiting_list", true}})};
    const auto applications = all_waiting(bureau);
    decide(bureau);
    const auto next = bureau.open_round(reward_fund::programme, "2026-07-01T00:00:00+08:00",
                                        "2026-09-01T00:00:00+08:00", yuan("100000.00"), 2026);
    const auto path = "/v1/rounds/" + bureau.round() + "/carry-over";
    refused(bureau, posting("dora", path, {{"to", next}}), 409, reason::event_not_possible);
    bureau.move_to(parse_rfc3339("2026-06-01T00:00:00+08:00").value());
    refused(bureau, posting("olga", path, {{"to", next}}), 403, reason::not_permitted);
    refused(bureau, posting("dora", path, {{"to", bureau.round()}}), 422, reason::invalid_value);
    const auto carried = bureau.post("dora", path, {{"to", next}});
    REQUIRE(carried.status == 200);
    CHECK(carried.data().at("amount") == yuan("100000.00"));
    CHECK(carried.data().at("budget") == yuan("200000.00"));
    CHECK(carried.data().at("applications").size() == 3);
    CHECK(bureau.get("", "/v1/rounds/" + bureau.round()).data().at("budget") == yuan("500000.00"));
    CHECK(bureau.seen(applications[0]).at("round") == next);
    const auto decided = bureau.post("dora", "/v1/rounds/" + next + "/allocation", json::object());
    REQUIRE(decided.status == 200);
    CHECK(amounts(decided.data().at("items")) == list{"0.00", "0.00", "0.00"});
    CHECK(decided.data().at("items").at(1).at("claim") == yuan("333333.33"));
    refused(bureau, posting("dora", path, {{"to", next}}), 409, reason::event_not_possible);
}

TEST_CASE("first come, first served: each field within its part, and closed once the budget is used up", "[rounds]") {
    dream_fund bureau;
    publish(bureau, changed_definition{"2.0.0"}.edit([](ordered_json& workflow) {
        workflow["allocation"] = {{"mode", "first_come"},
                                  {"group", "form.project.field"},
                                  {"close_below", {{"amount", "1.00"}, {"currency", "CNY"}}}};
    }));
    const auto round =
        bureau.open_round(dream_fund::programme, dream_fund::opens_at, dream_fund::closes_at, yuan("400000.00"), 2026);
    const auto path = "/v1/rounds/" + round;
    REQUIRE(bureau
                .patch("dora", path, {{"budgets", {{"advanced_manufacturing", yuan("200000.00")}}}},
                       {{"If-Match", bureau.get("", path).header("ETag").value()}})
                .status == 200);
    const auto draft = [&](const char* title, const char* field) {
        const auto form = bureau.form("equity", {{"project", {{"title", title}, {"field", field}}}});
        const auto id = bureau.draft(form, "ada", round);
        bureau.attach(id, {"business_plan", "investment_agreement", "bank_receipt"});
        return id;
    };
    const auto to_be_decided = [&](const std::string& id) {
        bureau.take("ada", id, "submit");
        bureau.take("olga", id, "accept");
        bureau.take("olga", id, "confirm_verification", {{"findings", "与材料一致"}});
        bureau.take("olga", id, "recommend", {{"in_favour", true}, {"opinion", "建议支持"}});
        return id;
    };
    const json approval = {{"type", "approve"}, {"data", {{"opinion", "同意"}}}};
    const auto first = to_be_decided(draft("甲", "advanced_manufacturing"));
    const auto second = to_be_decided(draft("乙", "advanced_manufacturing"));
    const auto third = to_be_decided(draft("丙", "new_energy"));
    const auto late = draft("丁", "new_materials");
    REQUIRE(bureau.post("dora", events_of(first), approval).status == 200);
    const auto problem = refused(bureau, posting("dora", events_of(second), approval), 409, reason::fund_exhausted);
    CHECK(problem.at("explanation").at("en").get<std::string>().find("advanced_manufacturing") != std::string::npos);
    CHECK(bureau.get("", path).data().at("open") == true);
    REQUIRE(bureau.post("dora", events_of(third), approval).status == 200);
    CHECK(bureau.get("", path).data().at("open") == false);
    refused(bureau, posting("ada", events_of(late), {{"type", "submit"}}), 409, reason::window_closed);
    refused(bureau, getting("dora", path + "/allocation"), 404, reason::not_found);
}
