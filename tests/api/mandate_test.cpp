// An organisation that applies for another.

#include "tests/api/casework.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr const char* station_code = "91330100799655058B";

/// A bureau with a service station, for which sam works.
struct with_station : dream_fund {
    with_station() {
        station = register_organisation("科技服务站", station_code);
        hire("sam", {{{"role", "applicant"}, {"programme", "*"}}}, station);
    }

    json mandate(json scope = {"follow", "file"}) const {
        return {{"agent", station_code},
                {"scope", std::move(scope)},
                {"from", in_days(*this, 0)},
                {"until", in_days(*this, 30)}};
    }
    std::string mandates() const { return "/v1/organisations/" + firm() + "/mandates"; }
    std::string give(const json& wanted) {
        const auto made = post("ada", mandates(), wanted);
        if (made.status != 201) throw std::runtime_error("a mandate: " + made.body);
        return made.header("Location").value();
    }
    json begun(const char* form_name = "maker") {
        auto filled = form(form_name);
        filled.erase("bank_account");
        return {{"programme", programme}, {"round", round()}, {"organisation", firm()}, {"form", filled}};
    }

    std::string station;
};

} // namespace

TEST_CASE("an agent files for a firm, and the record names both", "[mandate]") {
    with_station bureau;
    refused(bureau, posting("sam", "/v1/applications", bureau.begun()), 403, reason::not_permitted);
    json wanted = bureau.mandate();
    wanted["may_name_payee"] = true;
    bureau.give(wanted);
    auto body = bureau.begun();
    body["form"] = bureau.form("maker");
    const auto made = bureau.post("sam", "/v1/applications", body);
    REQUIRE(made.status == 201);
    const std::string application = made.data().at("id");
    CHECK(made.data().at("organisation").at("id") == bureau.firm());
    bureau.attach(application, {"business_plan"}, "sam");
    bureau.take("sam", application, "submit");

    const auto seen = bureau.get("ada", path_of(application)).data();
    CHECK(seen.at("filed_under").at("agent").at("id") == bureau.station);
    CHECK(bureau.seen(application).at("filed_under").at("agent").at("code") == station_code);
    const auto history = items(bureau, "audrey", events_of(application) + "?limit=200");
    const auto sent =
        std::find_if(history.begin(), history.end(), [](const json& each) { return each.at("event") == "submit"; });
    REQUIRE(sent != history.end());
    CHECK(sent->at("actor").at("id") == bureau.id_of("sam"));
    CHECK(sent->at("on_behalf_of").at("organisation").at("id") == bureau.firm());
    CHECK(sent->at("on_behalf_of").at("agent").at("id") == bureau.station);

    CHECK(items(bureau, "sam", "/v1/applications").empty()); // its own are apart
    CHECK(items(bureau, "sam", "/v1/applications?organisation=" + bureau.firm()).size() == 1);
    CHECK(items(bureau, "sam", "/v1/applications?organisation=" + bureau.rival()).empty());
    for (const auto& each : items(bureau, "sam", "/v1/tasks"))
        CHECK(each.at("on_behalf_of").at("organisation").at("id") == bureau.firm());
    CHECK(bureau.post("sam", path_of(application, "/messages"), {{"text", "已提交"}}).status == 201);
    CHECK(items(bureau, "olga", path_of(application, "/messages")).at(0).at("on_behalf_of").at("agent").at("id") ==
          bureau.station);
    // What commits the firm is the firm's.
    refused(bureau, posting("sam", events_of(application), {{"type", "withdraw"}}), 403, reason::not_permitted);
    CHECK(bureau.log_is_valid());
}

TEST_CASE("a mandate ends at once, and with its term", "[mandate]") {
    with_station bureau;
    const auto where = bureau.give(bureau.mandate());
    const std::string application = bureau.post("sam", "/v1/applications", bureau.begun()).data().at("id");
    REQUIRE(bureau.get("sam", path_of(application)).status == 200);
    CHECK_FALSE(items(bureau, "sam", "/v1/tasks").empty());
    SECTION("revoked by the firm") {
        REQUIRE(bureau.send("ada", "DELETE", where, {}, "").status == 204);
    }
    SECTION("laid down by the agent") {
        REQUIRE(bureau.send("sam", "DELETE", where, {}, "").status == 204);
    }
    SECTION("over") {
        pass_days(bureau, 30);
    }
    refused(bureau, getting("sam", path_of(application)), 404, reason::not_found);
    refused(bureau, getting("sam", path_of(application, "/messages")), 404, reason::not_found);
    refused(bureau, posting("sam", events_of(application), {{"type", "submit"}}), 404, reason::not_found);
    CHECK(items(bureau, "sam", "/v1/tasks").empty());
    CHECK(items(bureau, "sam", "/v1/applications?organisation=" + bureau.firm()).empty());
    CHECK(bureau.get("ada", path_of(application)).status == 200);
    json again = bureau.mandate();
    CHECK(bureau.post("ada", bureau.mandates(), again).status == 201);
}

TEST_CASE("a mandate gives what it says and no more", "[mandate]") {
    with_station bureau;
    SECTION("an agent who only follows changes nothing") {
        const auto application = bureau.draft(bureau.form("maker"));
        bureau.give(bureau.mandate({"follow"}));
        CHECK(bureau.get("sam", path_of(application)).status == 200);
        refused(bureau, posting("sam", "/v1/applications", bureau.begun()), 403, reason::not_permitted);
        refused(bureau, posting("sam", events_of(application), {{"type", "submit"}}), 403, reason::not_permitted);
    }
    SECTION("the account for payment is the firm's to name") {
        bureau.give(bureau.mandate());
        auto body = bureau.begun();
        body["form"] = bureau.form("maker");
        refused(bureau, posting("sam", "/v1/applications", body), 403, reason::not_permitted);
        const auto made = bureau.post("sam", "/v1/applications", bureau.begun());
        REQUIRE(made.status == 201);
        const auto target = path_of(made.data().at("id"));
        const json account = {{"form", {{"bank_account", bureau.form("maker").at("bank_account")}}}};
        const header_list present{{"If-Match", made.header("ETag").value()}};
        refused(bureau, patching("sam", target, account, present), 403, reason::not_permitted);
        const auto named = bureau.patch("ada", target, account, present);
        REQUIRE(named.status == 200);
        refused(bureau,
                patching("sam", target, {{"form", {{"bank_account", {{"number", "6222000000000000000"}}}}}},
                         {{"If-Match", named.header("ETag").value()}}),
                403, reason::not_permitted);
    }
    SECTION("only of its programmes") {
        json wanted = bureau.mandate();
        wanted["programmes"] = {"rd-reward-fund"};
        bureau.give(wanted);
        const auto application = bureau.draft(bureau.form("maker"));
        refused(bureau, getting("sam", path_of(application)), 404, reason::not_found);
        CHECK(items(bureau, "sam", "/v1/applications?organisation=" + bureau.firm()).empty());
        CHECK(items(bureau, "sam", "/v1/tasks").empty());
    }
}

TEST_CASE("a mandate is the firm's to give, or an officer's who has seen the paper", "[mandate]") {
    with_station bureau;
    for (const char* person : {"sam", "ben", "e1", "dora"})
        refused(bureau, posting(person, bureau.mandates(), bureau.mandate()), 403, reason::not_permitted);
    refused(bureau, posting("olga", bureau.mandates(), bureau.mandate()), 422, reason::invalid_value);
    json seen = bureau.mandate();
    seen["reference"] = "委托书 2026-1";
    const auto registered = bureau.post("olga", bureau.mandates(), seen);
    REQUIRE(registered.status == 201);
    CHECK(registered.data().at("registered_by") == "office");
    refused(bureau, posting("ada", bureau.mandates(), bureau.mandate()), 409, reason::already_exists);
    CHECK(items(bureau, "ada", bureau.mandates()).size() == 1);
    CHECK(items(bureau, "sam", "/v1/organisations/" + bureau.station + "/mandates").size() == 1);
    refused(bureau, getting("sam", bureau.mandates()), 404, reason::not_found);
    refused(bureau, getting("ben", bureau.mandates()), 404, reason::not_found);
    json nobody = bureau.mandate();
    nobody["agent"] = "91350100M000100Y43";
    refused(bureau, posting("ada", bureau.mandates(), nobody), 422, reason::invalid_value);
}
