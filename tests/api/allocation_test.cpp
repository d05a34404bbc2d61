// A published example of pro-rata sharing through the API: a pool of 500,000, claims of 1,000,000 in all.

#include "engine/base/fen.hpp"
#include "tests/api/refused.hpp"
#include "tests/api/reward_fund.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr const char* reward = reward_fund::programme;

json without_decision(json allocation) {
    for (const char* key : {"decided_at", "by", "effects"})
        allocation.erase(key);
    return allocation;
}

fen sum(const json& items, const char* key) {
    fen total;
    for (const auto& each : items)
        total += money_from_json(each.at(key), "").value();
    return total;
}

} // namespace

TEST_CASE(
    "a claim of 100,000 on a pool half as large as all claims is paid 50,000.00, and the parts are the pool to the fen",
    "[allocation]") {
    reward_fund bureau{"500000.00"};
    std::vector<std::string> applications;
    for (const auto& each : claimants) {
        applications.push_back(bureau.waiting(each));
        CHECK(bureau.seen(applications.back()).at("variables").at("claim") == yuan(each.claim));
    }

    const auto before = bureau.fund();
    const auto preview = bureau.get("dora", bureau.allocation());
    REQUIRE(preview.status == 200);
    CHECK(preview.data().at("decided_at").is_null());
    CHECK(bureau.fund() == before);
    CHECK(bureau.get("", "/v1/rounds/" + bureau.round()).data().at("allocation").is_null());

    const auto decided = bureau.post("dora", bureau.allocation(), json::object());
    REQUIRE(decided.status == 200);
    CHECK(decided.data().at("by") == bureau.id_of("dora"));
    CHECK(without_decision(decided.data()) == without_decision(preview.data()));
    const auto items = decided.data().at("items");
    REQUIRE(items.size() == claimants.size());
    for (std::size_t i = 0; i < claimants.size(); ++i) {
        CHECK(items.at(i).at("application") == applications[i]);
        CHECK(items.at(i).at("claim") == yuan(claimants[i].claim));
        CHECK(items.at(i).at("amount") == yuan(claimants[i].share));
    }
    CHECK(sum(items, "claim") == fen{100'000'000});
    CHECK(sum(items, "amount") == fen{50'000'000});
    CHECK(decided.data().at("total") == yuan("500000.00"));
    CHECK(bureau.fund().at("reserved") == yuan("500000.00"));
    CHECK(bureau.get("", "/v1/notices").data().at("items").size() == claimants.size());

    bureau.pay_out(applications);
    const auto fund = bureau.fund();
    CHECK(fund.at("paid") == yuan("500000.00"));
    for (const char* empty : {"available", "reserved", "committed"})
        CHECK(fund.at(empty) == yuan("0.00"));
    for (std::size_t i = 0; i < claimants.size(); ++i) {
        const auto application = bureau.seen(applications[i]);
        CHECK(application.at("state").at("ids") == json{"closed"});
        CHECK(application.at("money").at("paid") == yuan(claimants[i].share));
        REQUIRE(application.at("payments").at(0).at("steps").size() == 3);
        std::set<std::string> hands;
        for (const auto& step : application.at("payments").at(0).at("steps"))
            hands.insert(step.at("by"));
        CHECK(hands.size() == 3);
    }
    const auto log = bureau.get("audrey", std::string{"/v1/programmes/"} + reward + "/log/verification").data();
    CHECK(log.at("valid") == true);
    CHECK(log.at("length") > 40);
}

TEST_CASE("claims within the pool are paid in full, and the rest stays in the fund", "[allocation]") {
    reward_fund bureau{"500000.00"};
    const auto one = bureau.waiting(claimants[0]), other = bureau.waiting(claimants[3]);
    const auto decided = bureau.post("dora", bureau.allocation(), json::object());
    REQUIRE(decided.status == 200);
    CHECK(decided.data().at("total") == yuan("166666.67"));
    bureau.pay_out({one, other});
    CHECK(bureau.fund().at("paid") == yuan("166666.67"));
    CHECK(bureau.fund().at("available") == yuan("333333.33"));
}

TEST_CASE("a pool is shared once, by a director, among those who wait", "[allocation]") {
    reward_fund bureau{"500000.00"};
    refused(bureau, posting("dora", bureau.allocation(), json::object()), 409, reason::event_not_possible);
    bureau.waiting(claimants[0]);
    refused(bureau, posting("olga", bureau.allocation(), json::object()), 403, reason::not_permitted);
    refused(bureau, getting("olga", bureau.allocation()), 403, reason::not_permitted);
    REQUIRE(bureau.post("dora", bureau.allocation(), json::object()).status == 200);
    refused(bureau, posting("dora", bureau.allocation(), json::object()), 409, reason::event_not_possible);
    const auto kept = bureau.get("dora", bureau.allocation());
    REQUIRE(kept.status == 200);
    CHECK_FALSE(kept.data().at("decided_at").is_null());
    CHECK_FALSE(kept.data().at("items").empty());
}
