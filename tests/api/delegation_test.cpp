// Acting for a colleague who is away.

#include "tests/api/casework.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

json approval() {
    return {{"type", "approve"}, {"data", {{"opinion", "同意"}}}};
}

json recommendation() {
    return {{"type", "recommend"}, {"data", {{"in_favour", true}, {"opinion", "建议支持"}}}};
}

/// Verified, and yet to be recommended.
std::string verified(dream_fund& bureau) {
    const auto application = bureau.submitted("equity");
    bureau.take("otto", application, "accept");
    bureau.take("otto", application, "confirm_verification", {{"findings", "与材料一致"}});
    return application;
}

/// What waits for directors, among what waits for the person.
json for_directors(dream_fund& bureau, const std::string& person) {
    json found = json::array();
    for (const auto& each : items(bureau, person, "/v1/tasks"))
        if (each.at("audience") == "director") found.push_back(each);
    return found;
}

std::string payment_of(const std::string& application, const std::string& step) {
    return path_of(application, "/payments/first/" + step);
}

json action(dream_fund& bureau, const std::string& person, const std::string& application, const std::string& event) {
    const auto listed = bureau.get(person, path_of(application, "/actions")).data();
    for (const auto& each : listed.at("actions"))
        if (each.at("event") == event) return each;
    return nullptr;
}

} // namespace

TEST_CASE("a delegate sees and acts within the term, and the record says for whom", "[delegation]") {
    dream_fund bureau;
    const auto application = bureau.to_be_decided(); // prepared by olga
    CHECK(for_directors(bureau, "oscar").empty());
    refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::not_permitted);
    SECTION("before the term") {
        json later = delegation_to(bureau, "oscar");
        later["from"] = in_days(bureau, 3);
        REQUIRE(bureau.post("dora", "/v1/people/me/delegations", later).status == 201);
        CHECK(for_directors(bureau, "oscar").empty());
        refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::not_permitted);
        pass_days(bureau, 3);
        CHECK(for_directors(bureau, "oscar").size() == 1);
    }
    SECTION("during it") {
        delegate(bureau, "dora", "oscar");
        const auto mine = for_directors(bureau, "oscar");
        REQUIRE(mine.size() == 1);
        CHECK(mine.at(0).at("on_behalf_of").at("person").at("id") == bureau.id_of("dora"));
        const auto can = action(bureau, "oscar", application, "approve");
        CHECK(can.at("on_behalf_of").at("person").at("name") == "dora");
        REQUIRE(bureau.post("oscar", events_of(application), approval()).status == 200);
        const auto history = items(bureau, "audrey", events_of(application) + "?limit=200");
        const auto act = std::find_if(history.begin(), history.end(),
                                      [](const json& each) { return each.at("event") == "approve"; });
        REQUIRE(act != history.end());
        CHECK(act->at("actor").at("id") == bureau.id_of("oscar"));
        CHECK(act->at("on_behalf_of").at("person").at("id") == bureau.id_of("dora"));
        for (const auto& each : items(bureau, "ada", events_of(application) + "?limit=200"))
            CHECK(each.at("on_behalf_of").is_null());
        CHECK(bureau.log_is_valid());
    }
    SECTION("after it") {
        delegate(bureau, "dora", "oscar", 2);
        pass_days(bureau, 2);
        CHECK(for_directors(bureau, "oscar").empty());
        refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::not_permitted);
        CHECK(items(bureau, "dora", "/v1/people/me/delegations").at(0).at("status") == "ended");
    }
    SECTION("once revoked") {
        const auto where = delegate(bureau, "dora", "oscar");
        CHECK(bureau.send("olga", "DELETE", where, {}, "").status == 404);
        CHECK(bureau.send("dora", "DELETE", where, {}, "").status == 204);
        CHECK(for_directors(bureau, "oscar").empty());
        refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::not_permitted);
    }
    SECTION("once whoever delegated has lost the role") {
        delegate(bureau, "dora", "oscar");
        const auto dora = bureau.get("adam", "/v1/people/" + bureau.id_of("dora"));
        REQUIRE(bureau
                    .patch("adam", "/v1/people/" + bureau.id_of("dora"), {{"roles", json::array()}},
                           {{"If-Match", dora.header("ETag").value()}})
                    .status == 200);
        CHECK(for_directors(bureau, "oscar").empty());
        refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::not_permitted);
    }
}

TEST_CASE("four eyes stay four under a delegation", "[delegation]") {
    dream_fund bureau;
    SECTION("one's own preparation cannot be approved for a colleague") {
        const auto application = verified(bureau);
        REQUIRE(bureau.post("oscar", events_of(application), recommendation()).status == 200);
        delegate(bureau, "dora", "oscar");
        refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::same_person);
    }
    SECTION("what somebody prepared cannot be approved by whoever acts for them") {
        const auto application = verified(bureau);
        REQUIRE(bureau.post("felix", events_of(application), recommendation()).status == 200);
        delegate(bureau, "felix", "oscar");
        refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::same_person);
    }
    SECTION("what was prepared for somebody cannot be approved by them") {
        const auto application = verified(bureau);
        delegate(bureau, "felix", "fiona"); // fiona is of finance, so she recommends for felix
        REQUIRE(bureau.post("fiona", events_of(application), recommendation()).status == 200);
        refused(bureau, posting("felix", events_of(application), approval()), 403, reason::same_person);
        refused(bureau, posting("fiona", events_of(application), approval()), 403, reason::same_person);
        CHECK(bureau.post("dora", events_of(application), approval()).status == 200);
    }
    SECTION("three people are three people for a payment too") {
        const auto application = bureau.with_payment_due();
        delegate(bureau, "olga", "fiona");
        REQUIRE(bureau.post("fiona", payment_of(application, "prepare"), json::object()).status == 200);
        const auto step = bureau.seen(application).at("payments").at(0).at("steps").at(0);
        CHECK(step.at("by") == bureau.id_of("fiona"));
        CHECK(step.at("on_behalf_of") == bureau.id_of("olga"));
        REQUIRE(bureau.post("dora", payment_of(application, "approve"), json::object()).status == 200);
        refused(bureau, posting("fiona", payment_of(application, "record"), {{"note", "B1"}}), 403,
                reason::same_person);
        delegate(bureau, "felix", "dirk");
        CHECK(bureau.post("dirk", payment_of(application, "record"), {{"note", "B1"}}).status == 200);
        CHECK(bureau.log_is_valid());
    }
}

TEST_CASE("what was delegated is not delegated on, and some things never are", "[delegation]") {
    dream_fund bureau;
    const auto application = bureau.to_be_decided();
    delegate(bureau, "dora", "oscar");
    SECTION("no chain") {
        delegate(bureau, "oscar", "fiona");
        CHECK(for_directors(bureau, "fiona").empty()); // it waits for a director, which oscar is not
        refused(bureau, posting("fiona", events_of(application), approval()), 403, reason::not_permitted);
        refused(bureau,
                posting("oscar", "/v1/people/" + bureau.id_of("dora") + "/delegations", delegation_to(bureau, "fiona")),
                403, reason::not_permitted);
    }
    SECTION("the administration, seats and applications stay with their people") {
        for (const char* person : {"adam", "e1", "ada"})
            refused(bureau, posting(person, "/v1/people/me/delegations", delegation_to(bureau, "oscar")), 422,
                    reason::invalid_value);
    }
    SECTION("whoever reviews or applies takes no part of the office") {
        bureau.hire("mixed", {{{"role", "officer"}, {"programme", "*"}}, {{"role", "reviewer"}, {"programme", "*"}}});
        refused(bureau, posting("dora", "/v1/people/me/delegations", delegation_to(bureau, "mixed")), 403,
                reason::conflict_of_interest);
        refused(bureau, posting("dora", "/v1/people/me/delegations", delegation_to(bureau, "ada")), 422,
                reason::invalid_value);
    }
    SECTION("a term and a reason are needed, and nobody sees others' delegations") {
        json wanted = delegation_to(bureau, "olga");
        wanted["until"] = wanted["from"];
        refused(bureau, posting("dora", "/v1/people/me/delegations", wanted), 422, reason::invalid_value);
        refused(bureau, getting("olga", "/v1/people/" + bureau.id_of("dora") + "/delegations"), 404, reason::not_found);
        CHECK(items(bureau, "oscar", "/v1/people/me/delegations").size() == 1);
        CHECK(items(bureau, "adam", "/v1/people/" + bureau.id_of("dora") + "/delegations").size() == 1);
    }
}

TEST_CASE("a delegation of one programme gives nothing in another", "[delegation]") {
    dream_fund bureau;
    const auto application = bureau.to_be_decided();
    json wanted = delegation_to(bureau, "oscar");
    wanted["programmes"] = {"rd-reward-fund"};
    REQUIRE(bureau.post("dora", "/v1/people/me/delegations", wanted).status == 201);
    CHECK(for_directors(bureau, "oscar").empty());
    refused(bureau, posting("oscar", events_of(application), approval()), 403, reason::not_permitted);
}
