// Who sees what.

#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

using namespace sluice;
using namespace sluice::test;

namespace {

const std::vector<std::string> panel{"e1", "e2", "e3", "e4", "e5"};

std::string path_of(const std::string& application, const std::string& part = "") {
    return "/v1/applications/" + application + part;
}

void score(dream_fund& bureau, const std::string& expert, const std::string& application) {
    bureau.post(expert, path_of(application, "/reviews/expert/declarations"), json::object());
    REQUIRE(bureau.post(expert, path_of(application, "/reviews/expert/scores"), sheet()).status == 200);
}

/// All pages of a list, one after the other, as its `Link` and `next` lead on.
std::vector<json> every_item(dream_fund& bureau, const std::string& person, const std::string& target) {
    std::vector<json> items;
    std::string page = target;
    for (int pages = 0; pages < 100; ++pages) {
        const auto answer = bureau.get(person, page);
        REQUIRE(answer.status == 200);
        const auto data = answer.data();
        for (const auto& each : data.at("items"))
            items.push_back(each);
        if (!data.contains("next")) return items;
        const auto link = answer.header("Link").value_or("");
        CHECK(link.find("rel=\"next\"") != link.npos);
        page = target + "&cursor=" + data.at("next").get<std::string>();
    }
    FAIL("the list has no end");
    return items;
}

/// The action of that name among what GET /actions tells the person.
json action(dream_fund& bureau, const std::string& person, const std::string& application, const std::string& event) {
    const auto listed = bureau.get(person, path_of(application, "/actions")).data().at("actions");
    const auto found =
        std::find_if(listed.begin(), listed.end(), [&](const json& each) { return each.at("event") == event; });
    return found == listed.end() ? json(nullptr) : *found;
}

} // namespace

TEST_CASE("a draft is seen by its own organisation only", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("maker"));
    const std::string number = bureau.get("ada", path_of(application)).data().at("number");
    for (const char* official : {"olga", "dora", "fiona", "audrey", "felix", "adam"}) {
        INFO(official);
        for (const char* part : {"", "/events", "/actions", "/documents", "/reviews", "/payments"})
            CHECK(bureau.get(official, path_of(application, part)).status == 404);
        CHECK(bureau.get(official, "/v1/applications").data().at("items").empty());
        CHECK(bureau.get(official, "/v1/applications?state=draft").data().at("items").empty());
        CHECK(bureau.get(official, "/v1/applications?state=intake").data().at("items").empty());
        CHECK(bureau.get(official, "/v1/tasks").data().at("items").empty());
    }
    CHECK(bureau.get("olga", "/v1/applications?organisation=" + bureau.firm()).data().at("items").empty());
    CHECK(bureau.get("adam", "/v1/applications?organisation=" + bureau.firm()).status ==
          403); // no part in applications
    CHECK(bureau.get("", "/v1/receipts/" + number).status == 404);
    CHECK(bureau.get("olga", path_of(application)).data().at("reason") == "not_found");
    CHECK(bureau.post("olga", events_of(application), {{"type", "accept"}}).status == 404);
    CHECK(bureau.get("ada", "/v1/applications").data().at("items").size() == 1);

    bureau.attach(application, {"business_plan"});
    bureau.take("ada", application, "submit");
    CHECK(bureau.get("olga", path_of(application)).status == 200);
    CHECK(bureau.get("olga", "/v1/applications").data().at("items").size() == 1);
    CHECK(bureau.get("", "/v1/receipts/" + number).status == 200);
}

TEST_CASE("a reviewer sees the project and nothing that identifies the applicant", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.before_the_panel(panel);
    const auto answer = bureau.get("e1", path_of(application));
    REQUIRE(answer.status == 200);
    const auto seen = answer.data();
    CHECK(seen.at("form").at("project") == bureau.form("maker").at("project"));
    for (const char* withheld : {"organisation", "created_by", "money", "variables", "payments"})
        CHECK_FALSE(seen.contains(withheld));
    for (const char* withheld : {"team", "bank_account", "contact"})
        CHECK_FALSE(seen.at("form").contains(withheld));
    for (const char* withheld : {"name", "code"})
        CHECK_FALSE(seen.at("form").at("organisation").contains(withheld));
    for (const char* identity : {"永康星火智能科技有限公司", dream_fund::firm_code, "张三", "13800000000",
                                 "zhang@example.org", "201000123456789"}) {
        INFO(identity);
        CHECK(answer.body.find(identity) == answer.body.npos);
        for (const char* list : {"/v1/applications", "/v1/reviews", "/v1/tasks"})
            CHECK(bureau.get("e1", list).body.find(identity) == std::string::npos);
        CHECK(bureau.get("e1", path_of(application, "/actions")).body.find(identity) == std::string::npos);
    }
    CHECK(bureau.get("e1", path_of(application, "/events")).status == 403);
    CHECK(bureau.get("e1", path_of(application, "/payments")).status == 404);
    CHECK(bureau.get("e1", "/v1/applications?organisation=" + bureau.firm()).status == 403);
    CHECK(bureau.get("e1", "/v1/organisations/" + bureau.firm()).status == 404);
    CHECK(bureau.get("e1", "/v1/people/" + bureau.id_of("ada")).status == 404);
    CHECK(bureau.get("e1", "/v1/funds").status == 403);
    CHECK(bureau.get("e6", path_of(application)).status == 404);
    CHECK(bureau.get("e6", "/v1/applications").data().at("items").empty());
}

TEST_CASE("a reviewer never sees the others' scores, before or after", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.before_the_panel(panel);
    const auto panel_seen_by = [&](const char* person) {
        return bureau.get(person, path_of(application, "/reviews")).data().at("items").at(0);
    };
    score(bureau, "e1", application);
    const auto early = panel_seen_by("e2");
    CHECK(early.at("mine").is_null());
    CHECK(early.at("scores").empty());
    CHECK(early.at("members").size() == 1);
    CHECK(panel_seen_by("e1").at("mine").at("scores").at("innovation") == 25);
    // Officials see that somebody has submitted, and no score before the panel is closed.
    CHECK(panel_seen_by("olga").at("scores").empty());
    CHECK(panel_seen_by("olga").at("progress").at("submitted") == 1);

    for (const char* each : {"e2", "e3", "e4", "e5"})
        score(bureau, each, application);
    CHECK(panel_seen_by("e2").at("scores").empty());
    CHECK(panel_seen_by("e2").at("outcome").is_null());
    CHECK(panel_seen_by("olga").at("scores").size() == 5);
    CHECK_FALSE(panel_seen_by("olga").at("outcome").is_null());
}

TEST_CASE("applicants never learn who scored", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.before_the_panel(panel);
    for (const auto& each : panel)
        score(bureau, each, application);
    CHECK(bureau.get("ada", path_of(application, "/reviews")).status == 403);
    CHECK(bureau.get("ada", "/v1/experts").status == 403);
    CHECK(bureau.get("ada", "/v1/people").status == 403);
    for (const char* part : {"", "/events", "/actions", "/documents", "/payments"}) {
        const auto answer = bureau.get("ada", path_of(application, part));
        REQUIRE(answer.status == 200);
        for (const auto& each : panel) {
            INFO(part << ": " << answer.body);
            CHECK(answer.body.find(bureau.id_of(each)) == answer.body.npos);
        }
        CHECK(answer.body.find("同意支持") == answer.body.npos);
    }
    const auto history = bureau.get("ada", path_of(application, "/events")).data();
    REQUIRE(history.at("items").size() > 10);
    for (const auto& each : history.at("items"))
        CHECK((each.at("actor").is_null() || each.at("actor").at("id") == bureau.id_of("ada")));
}

TEST_CASE("an objector's name is in no answer, and what was written is not for the applicant", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.published();
    const std::string notice = bureau.seen(application).at("notices").at(0).at("id");
    const json objection = {{"name", "王实名"}, {"contact", "wang@objector.example"}, {"statement", "与另一项目重复"}};
    const auto answer = bureau.post("", "/v1/notices/" + notice + "/objections", objection);
    REQUIRE(answer.status == 201);
    CHECK(answer.body.find("王实名") == answer.body.npos);
    for (const char* person : {"ada", "olga", "dora", "fiona", "audrey"})
        for (const char* part : {"", "/events", "/actions", "/objections", "/payments", "/documents"}) {
            const auto seen = bureau.get(person, path_of(application, part));
            INFO(person << " " << part << " " << seen.body);
            REQUIRE(seen.status == 200);
            CHECK(seen.body.find("王实名") == seen.body.npos);
            CHECK(seen.body.find("wang@objector.example") == seen.body.npos);
        }
    for (const char* part : {"", "/events", "/objections"})
        CHECK(bureau.get("ada", path_of(application, part)).body.find("与另一项目重复") == std::string::npos);
    CHECK(bureau.get("audrey", path_of(application, "/objections")).body.find("与另一项目重复") != std::string::npos);
    for (const auto& target : {std::string{"/v1/notices"}, "/v1/notices/" + notice}) {
        const auto open = bureau.get("", target);
        REQUIRE(open.status == 200);
        CHECK(open.body.find("永康星火智能科技有限公司") != open.body.npos); // project, organisation, amount
        CHECK(open.body.find("200000.00") != open.body.npos);
        for (const char* personal : {"王实名", "wang@objector.example", "张三", "13800000000", "zhang@example.org",
                                     "201000123456789", dream_fund::firm_code})
            CHECK(open.body.find(personal) == open.body.npos);
    }
}

TEST_CASE("a role in one programme counts for nothing in another", "[visibility]") {
    dream_fund bureau;
    const auto only_in = [](const char* role, const char* programme) {
        return json::array({{{"role", role}, {"programme", programme}}});
    };
    bureau.hire("rita", only_in("officer", "rd-reward-fund"));
    bureau.hire("rolf", only_in("director", "rd-reward-fund"));
    bureau.hire("rosa", only_in("auditor", "rd-reward-fund"));
    bureau.hire("remy", only_in("applicant", "rd-reward-fund"), bureau.firm());
    bureau.hire("ruth", only_in("finance", "rd-reward-fund"));
    const auto application = bureau.submitted("maker");
    for (const char* person : {"rita", "rolf", "rosa", "remy", "ruth"}) {
        INFO(person);
        CHECK(bureau.get(person, path_of(application)).status == 404);
        CHECK(bureau.post(person, events_of(application), {{"type", "accept"}}).status == 404);
        CHECK(bureau.get(person, "/v1/applications").data().at("items").empty());
        CHECK(bureau.get(person, std::string{"/v1/applications?programme="} + dream_fund::programme)
                  .data()
                  .at("items")
                  .empty());
        CHECK(bureau.get(person, "/v1/tasks").data().at("items").empty());
    }
    CHECK(bureau.get("rosa", std::string{"/v1/funds/"} + dream_fund::programme).status == 404);
    CHECK(bureau.get("rosa", std::string{"/v1/programmes/"} + dream_fund::programme + "/log/verification").status ==
          403);
    CHECK(bureau
              .post("ruth", std::string{"/v1/funds/"} + dream_fund::programme + "/appropriations",
                    {{"amount", yuan("1.00")}})
              .status == 403);
    CHECK(bureau.post("remy", "/v1/applications", {{"programme", dream_fund::programme}}).status == 403);
    CHECK(bureau.get("rosa", "/v1/funds/rd-reward-fund").status == 200);
}

TEST_CASE("a desk is not the plain role, and the plain role not the desk", "[visibility]") {
    dream_fund bureau;
    bureau.hire("tara", json::array({{{"role", "officer:tax"}, {"programme", "*"}}}));
    const auto application = bureau.submitted("maker");
    CHECK(bureau.get("tara", path_of(application)).status == 200);
    refused(bureau, posting("tara", events_of(application), {{"type", "accept"}}), 403, reason::not_permitted);
}

TEST_CASE("an auditor reads everything of the programme and changes nothing", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.with_payment_due();
    const std::string fund = std::string{"/v1/funds/"} + dream_fund::programme;
    for (const auto& target :
         {path_of(application), path_of(application, "/events"), path_of(application, "/actions"),
          path_of(application, "/documents"), path_of(application, "/reviews"), path_of(application, "/payments"), fund,
          fund + "/entries", fund + "/payments", std::string{"/v1/applications"}, std::string{"/v1/people"},
          std::string{"/v1/organisations"}}) {
        INFO(target);
        CHECK(bureau.get("audrey", target).status == 200);
    }
    const auto before = bureau.seen(application);
    const auto actions = bureau.get("audrey", path_of(application, "/actions")).data();
    REQUIRE(actions.at("actions").size() > 1);
    for (const auto& listed : actions.at("actions"))
        CHECK(listed.at("allowed") == false);
    for (const char* event : {"stop_first_payment", "withdraw"})
        CHECK(bureau.post("audrey", events_of(application), {{"type", event}, {"data", {{"reason", "x"}}}}).status >=
              400);
    CHECK(bureau.post("audrey", path_of(application, "/payments/first/prepare"), json::object()).status == 403);
    CHECK(bureau.patch("audrey", path_of(application), {{"form", json::object()}}, {{"If-Match", "*"}}).status == 403);
    CHECK(bureau.post("audrey", fund + "/appropriations", {{"amount", yuan("1.00")}}).status == 403);
    CHECK(bureau.post("audrey", "/v1/people", {{"name", "x"}}).status == 403);
    CHECK(bureau.post("audrey", "/v1/organisations", {{"name", "x"}, {"code", "91330100799655058B"}}).status == 403);
    CHECK(bureau.patch("audrey", "/v1/rounds/" + bureau.round(), {{"budget", yuan("1.00")}}, {{"If-Match", "*"}})
              .status == 403);
    CHECK(bureau.seen(application) == before);
}

TEST_CASE("a token that was revoked, has expired, or belongs to somebody who has left is refused", "[visibility]") {
    dream_fund bureau;
    const json wanted = {{"label", "short"}, {"expires_at", "2026-03-10T10:00:00+08:00"}};
    const auto issued = bureau.post("olga", "/v1/tokens", wanted);
    REQUIRE(issued.status == 201);
    const header_list with_token{{"Authorization", "Bearer " + issued.data().at("token").get<std::string>()}};
    const attempt reading{"", "GET", "/v1/applications", "", with_token};
    CHECK(bureau.send("", "GET", "/v1/applications", with_token, "").status == 200);
    CHECK(bureau.get("olga", "/v1/tokens").body.find(issued.data().at("token").get<std::string>()) ==
          std::string::npos);
    bureau.move_to(parse_rfc3339("2026-03-10T10:00:00+08:00").value());
    refused(bureau, reading, 401, reason::token_invalid);

    const auto lasting = bureau.post("olga", "/v1/tokens", {{"label", "lasting"}}).data();
    const attempt again{
        "", "GET", "/v1/applications", "", {{"Authorization", "Bearer " + lasting.at("token").get<std::string>()}}};
    CHECK(bureau.send("dora", "DELETE", "/v1/tokens/" + lasting.at("id").get<std::string>(), {}, "").status == 404);
    CHECK(bureau.send("olga", "DELETE", "/v1/tokens/" + lasting.at("id").get<std::string>(), {}, "").status == 204);
    refused(bureau, again, 401, reason::token_invalid);

    CHECK(
        bureau.patch("adam", "/v1/people/" + bureau.id_of("oscar"), {{"active", false}}, {{"If-Match", "*"}}).status ==
        200);
    refused(bureau, getting("oscar", "/v1/applications"), 401, reason::token_invalid);
}

TEST_CASE("a role that is taken away counts from the next request on", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    CHECK(bureau.get("olga", path_of(application)).status == 200);
    CHECK(bureau.patch("adam", "/v1/people/" + bureau.id_of("olga"), {{"roles", json::array()}}, {{"If-Match", "*"}})
              .status == 200);
    CHECK(bureau.get("olga", path_of(application)).status == 404);
    CHECK(bureau.post("olga", events_of(application), {{"type", "accept"}}).status == 404);
}

TEST_CASE("actions names every event of the state, what the caller can do, and what the rest lacks", "[visibility]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("equity"));
    const auto submit = action(bureau, "ada", application, "submit");
    CHECK(submit.at("allowed") == false);
    CHECK(submit.at("reason") == "document_missing");
    CHECK(std::count_if(submit.at("requirements").begin(), submit.at("requirements").end(),
                        [](const json& each) { return each.at("met") == false; }) == 3);
    CHECK(action(bureau, "ada", application, "withdraw").at("allowed") == true);
    CHECK(action(bureau, "ada", application, "amend").at("allowed") == true);
    CHECK(action(bureau, "ada", application, "document").at("allowed") == true);
    bureau.attach(application, {"business_plan", "investment_agreement", "bank_receipt"});
    CHECK(action(bureau, "ada", application, "submit").at("allowed") == true);
    CHECK(action(bureau, "ada", application, "submit").at("reason").is_null());

    bureau.take("ada", application, "submit");
    std::set<std::string> events;
    const auto actions = bureau.get("olga", path_of(application, "/actions")).data();
    for (const auto& each : actions.at("actions"))
        if (each.at("kind") == "event") events.insert(each.at("event"));
    CHECK(events == std::set<std::string>{"accept", "request_correction", "not_accept", "withdraw"});
    CHECK(action(bureau, "olga", application, "accept").at("allowed") == true);
    CHECK_FALSE(action(bureau, "olga", application, "not_accept").at("data_schema").is_null());
    for (const char* person : {"ada", "dora", "fiona", "audrey"}) {
        const auto seen = action(bureau, person, application, "accept");
        CHECK(seen.at("allowed") == false);
        CHECK(seen.at("reason") == "not_permitted");
    }
    CHECK(action(bureau, "ada", application, "withdraw").at("allowed") == true);
    CHECK(action(bureau, "ada", application, "amend").is_null()); // no longer editable
}

TEST_CASE(
    "a list of 25 is read in pages of 7, in both orders, without gaps or repeats, although things change on the way",
    "[visibility]") {
    dream_fund bureau;
    std::vector<std::string> made;
    for (int i = 0; i < 25; ++i) {
        made.push_back(bureau.submitted("maker", {{"project", {{"title", fmt::format("项目 {:02}", i)}}}},
                                        i % 2 == 0 ? "ada" : "ben"));
        if (i % 3 != 0)
            bureau.move_to(instant{bureau.now().milliseconds + 1'000}); // every third at the same instant as the next
    }
    bureau.draft(bureau.form("maker")); // a draft: neither shown nor counted
    for (const std::string key : {"created_at", "updated_at"})
        for (const std::string sign : {"", "-"}) {
            INFO(sign << key);
            const auto items = every_item(bureau, "olga", "/v1/applications?limit=7&sort=" + sign + key);
            REQUIRE(items.size() == 25);
            std::set<std::string> ids;
            for (const auto& each : items)
                ids.insert(each.at("id"));
            CHECK(ids == std::set<std::string>{made.begin(), made.end()});
            const auto in_order = [&](const json& left, const json& right) {
                return sign.empty() ? left.at(key) < right.at(key) : left.at(key) > right.at(key);
            };
            CHECK(std::is_sorted(items.begin(), items.end(), in_order));
        }
    CHECK(every_item(bureau, "ben", "/v1/applications?limit=7&sort=created_at").size() == 12);
    CHECK(every_item(bureau, "ada", "/v1/applications?limit=7&sort=created_at").size() == 14); // with her draft

    const auto first = bureau.get("olga", "/v1/applications?limit=7&sort=-created_at").data();
    bureau.submitted("maker", {{"project", {{"title", "后来者"}}}}); // comes before the first page, and moves none
    const auto second =
        bureau.get("olga", "/v1/applications?limit=7&sort=-created_at&cursor=" + first.at("next").get<std::string>())
            .data();
    for (const auto& each : second.at("items"))
        for (const auto& earlier : first.at("items"))
            CHECK(each.at("id") != earlier.at("id"));
    CHECK(second.at("items").size() == 7);
}
