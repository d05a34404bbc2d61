// Running applications moved to another version: planned with a verdict each, carried out all or nothing, on the
// record.

#include "tests/api/changed_definition.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

std::string state_of(const json& application) {
    return application.at("state").at("ids")[0];
}

json request(const json& change = json::object()) {
    json asked = {
        {"from", first_version()}, {"to", "2.0.0"}, {"timers", "keep"}, {"states", {{"formal_check", "desk_check"}}}};
    asked.merge_patch(change);
    return asked;
}

json plan(test_bureau& bureau, const json& asked, const std::string& person = "adam") {
    const auto answer = bureau.post(person, migrations_path() + "?dryRun=true", asked);
    if (answer.status != 200) throw std::runtime_error("planning: " + answer.body);
    return answer.data();
}

json with_plan(json asked, const json& planned) {
    asked["plan"] = planned.at("plan");
    asked["reason"] = "新办法施行";
    return asked;
}

const json& item_of(const json& planned, const std::string& application) {
    for (const auto& each : planned.at("items"))
        if (each.at("application") == application) return each;
    throw std::runtime_error("not in the plan: " + application);
}

std::string due_of(const json& application) {
    return application.at("timers").at(0).at("due_at");
}

/// Applications in four situations, and the second version published.
struct office : dream_fund {
    office()
        : drafted{draft(form("maker"))}
        , waiting{submitted("maker")}
        , announced{published()}
        , over{submitted("contest", another_project())} {
        take("olga", over, "not_accept", {{"reason", "不符合条件"}});
        publish(*this, with_desk_check());
    }
    std::string drafted, waiting, announced, over;
};

} // namespace

TEST_CASE("a dry run gives each application its verdict and changes nothing", "[migration]") {
    office bureau;
    const auto before = bureau.seen(bureau.waiting);
    const auto planned = plan(bureau, request());
    INFO(planned.dump(1));
    CHECK(planned.at("counts") == json{{"moves", 3}, {"stays", 1}, {"cannot", 0}});
    CHECK(item_of(planned, bureau.drafted).at("verdict") == "moves");
    const auto& moving = item_of(planned, bureau.waiting);
    CHECK(moving.at("verdict") == "moves");
    CHECK(moving.at("number") == before.at("number"));
    CHECK(moving.at("before").at("titles")[0].at("en") == "Formal check");
    CHECK(moving.at("after").at("ids")[0] == "desk_check");
    CHECK(moving.at("timers")[0].at("effect") == "kept");
    CHECK(item_of(planned, bureau.over).at("verdict") == "stays");
    CHECK(item_of(planned, bureau.over).at("reasons")[0].at("id") == "ended");
    CHECK(bureau.seen(bureau.waiting) == before);
    CHECK(bureau.get("adam", migrations_path()).data().at("items").empty());

    // Who plans sees numbers and states, nothing that an applicant wrote.
    const auto title = bureau.seen(bureau.waiting).at("title").get<std::string>();
    REQUIRE_FALSE(title.empty());
    CHECK(planned.dump().find(title) == std::string::npos);
}

TEST_CASE("without saying where a renamed state has gone nobody there can move", "[migration]") {
    office bureau;
    auto asked = request();
    asked.erase("states");
    const auto planned = plan(bureau, asked, "dora");
    CHECK(planned.at("counts").at("cannot") == 1);
    const auto& stuck = item_of(planned, bureau.waiting);
    CHECK(stuck.at("verdict") == "cannot");
    CHECK(stuck.at("reasons")[0].at("id") == "state_gone");

    const auto problem = refused(bureau, posting("adam", migrations_path(), with_plan(asked, planned)), 409,
                                 reason::requirement_not_met);
    CHECK(names_requirement(problem, "state_gone"));
    CHECK(bureau.seen(bureau.announced).at("definition_version") == first_version());

    asked["leave_behind"] = true;
    const auto again = plan(bureau, asked);
    CHECK(again.at("counts") == json{{"moves", 2}, {"stays", 2}, {"cannot", 0}});
    REQUIRE(bureau.post("adam", migrations_path(), with_plan(asked, again)).status == 201);
    CHECK(bureau.seen(bureau.waiting).at("definition_version") == first_version());
    CHECK(bureau.seen(bureau.announced).at("definition_version") == "2.0.0");
}

TEST_CASE("a plan is carried out as a whole, on the record, and the record holds", "[migration]") {
    office bureau;
    const auto asked = request();
    const auto answer = bureau.post("adam", migrations_path(), with_plan(asked, plan(bureau, asked)));
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    const auto migration = answer.data();
    CHECK(migration.at("counts").at("moves") == 3);
    CHECK(bureau.get("audrey", answer.header("Location").value()).data() == migration);
    CHECK(bureau.get("dora", migrations_path()).data().at("items") == json::array({migration}));

    const auto moved = bureau.seen(bureau.waiting);
    CHECK(moved.at("definition_version") == "2.0.0");
    CHECK(state_of(moved) == "desk_check");
    CHECK(bureau.history(bureau.waiting).back() == "migrate");
    CHECK(bureau.seen(bureau.over).at("definition_version") == first_version());
    CHECK(bureau.log_is_valid());

    // Everything goes on from there.
    bureau.take("olga", bureau.waiting, "accept");
    CHECK(state_of(bureau.seen(bureau.waiting)) != "desk_check");
    const auto days = parse_rfc3339("2026-04-30T00:00:00+08:00").value();
    bureau.move_to(days); // the notice of the other one runs out
    CHECK(state_of(bureau.seen(bureau.announced)) != "notice_running");
    CHECK(bureau.log_is_valid());
}

TEST_CASE("a plan that something has overtaken is refused, and so is another plan", "[migration]") {
    office bureau;
    const auto asked = request();
    const auto planned = plan(bureau, asked);
    bureau.take("olga", bureau.waiting, "accept");
    refused(bureau, posting("adam", migrations_path(), with_plan(asked, planned)), 412, reason::version_conflict);
    auto other = with_plan(asked, plan(bureau, asked));
    other["timers"] = "restart";
    refused(bureau, posting("adam", migrations_path(), other), 412, reason::version_conflict);
    CHECK(bureau.seen(bureau.announced).at("definition_version") == first_version());
    CHECK(bureau.get("adam", migrations_path()).data().at("items").empty());
    CHECK(bureau.post("adam", migrations_path(), with_plan(asked, plan(bureau, asked))).status == 201);
}

TEST_CASE("the same request again moves nothing twice", "[migration]") {
    office bureau;
    const auto asked = request();
    const auto body = with_plan(asked, plan(bureau, asked));
    const header_list once{{"Idempotency-Key", "the-move"}};
    const auto first = bureau.post("adam", migrations_path(), body, once);
    const auto second = bureau.post("adam", migrations_path(), body, once);
    REQUIRE(first.status == 201);
    CHECK(second.status == 201);
    CHECK(second.header("Idempotent-Replayed") == "true");
    CHECK(second.data() == first.data());
    const auto history = bureau.history(bureau.waiting);
    CHECK(std::count(history.begin(), history.end(), "migrate") == 1);
}

TEST_CASE("deadlines follow the policy that was chosen", "[migration]") {
    const auto due_under = [](const char* policy) {
        dream_fund bureau; // Tuesday 10 March: five working days end with the 17th
        const auto application = bureau.submitted("maker");
        REQUIRE(due_of(bureau.seen(application)) == "2026-03-18T00:00:00+08:00");
        publish(bureau, with_desk_check()); // ten working days
        bureau.move_to(parse_rfc3339("2026-03-12T10:00:00+08:00").value());
        const auto asked = request({{"timers", policy}});
        const auto planned = plan(bureau, asked);
        REQUIRE(bureau.post("adam", migrations_path(), with_plan(asked, planned)).status == 201);
        const auto due = due_of(bureau.seen(application));
        CHECK(item_of(planned, application).at("timers")[0].at("due_after") == due);
        bureau.move_to(instant{parse_rfc3339(due).value().milliseconds - 1});
        CHECK(state_of(bureau.seen(application)) == "desk_check");
        bureau.move_to(parse_rfc3339(due).value());
        CHECK(state_of(bureau.seen(application)) != "desk_check");
        return due;
    };
    CHECK(due_under("keep") == "2026-03-18T00:00:00+08:00");
    CHECK(due_under("restart") == "2026-03-27T00:00:00+08:00");
    CHECK(due_under("remaining") == "2026-03-25T00:00:00+08:00");
}

TEST_CASE("moving is for administrators, planning also for directors", "[migration]") {
    office bureau;
    const auto asked = request();
    const auto body = with_plan(asked, plan(bureau, asked));
    for (const char* person : {"ada", "olga", "fiona", "audrey", "e1"})
        refused(bureau, posting(person, migrations_path() + "?dryRun=true", asked), 403, reason::not_permitted);
    for (const char* person : {"ada", "olga", "dora", "audrey"})
        refused(bureau, posting(person, migrations_path(), body), 403, reason::not_permitted);
    for (const char* person : {"ada", "olga", "e1"})
        refused(bureau, getting(person, migrations_path()), 403, reason::not_permitted);
    refused(bureau, posting("", migrations_path(), body), 401, reason::authentication_required);
}

TEST_CASE("what a migration names must be there", "[migration]") {
    office bureau;
    const auto path = migrations_path() + "?dryRun=true";
    refused(bureau, posting("adam", path, request({{"to", "9.9.9"}})), 422, reason::invalid_value);
    refused(bureau, posting("adam", path, request({{"to", first_version()}})), 422, reason::invalid_value);
    refused(bureau, posting("adam", path, request({{"timers", "later"}})), 422, reason::invalid_value);
    refused(bureau, posting("adam", path, request({{"states", {{"nowhere", "draft"}}}})), 422, reason::invalid_value);
    auto unknown_variable = request();
    unknown_variable["variables"] = {{"nothing", nullptr}};
    refused(bureau, posting("adam", path, unknown_variable), 422, reason::invalid_value);
    refused(bureau, posting("adam", migrations_path(), request()), 422, reason::invalid_value);
    refused(bureau, getting("adam", migrations_path() + "/" + bureau.waiting), 404, reason::not_found);
    refused(bureau, posting("adam", "/v1/programmes/unknown/migrations?dryRun=true", request()), 404,
            reason::not_found);
}

TEST_CASE("a plan is read page by page, and its digest is of the whole", "[migration]") {
    office bureau;
    const auto whole = plan(bureau, request());
    json items = json::array();
    std::string cursor;
    for (int i = 0; i < 10; ++i) {
        const auto path = migrations_path() + "?dryRun=true&limit=1" + (cursor.empty() ? "" : "&cursor=" + cursor);
        const auto page = bureau.post("adam", path, request()).data();
        CHECK(page.at("plan") == whole.at("plan"));
        for (const auto& each : page.at("items"))
            items.push_back(each);
        if (!page.contains("next")) break;
        cursor = page.at("next");
    }
    CHECK(items == whole.at("items"));
}

TEST_CASE("an objector's name stays with the office, whatever a later version says", "[migration]") {
    dream_fund bureau;
    const auto application = bureau.published();
    const std::string notice = bureau.seen(application).at("notices")[0].at("id");
    const json objection = {{"name", "张某某"}, {"contact", "13800000000"}, {"statement", "材料不实"}};
    const auto objected = bureau.post("", "/v1/notices/" + notice + "/objections", objection);
    INFO(objected.body);
    REQUIRE(objected.status < 300);
    const auto seen_by_applicant = [&] { return bureau.get("ada", events_of(application) + "?limit=200").body; };
    REQUIRE(seen_by_applicant().find("张某某") == std::string::npos);
    publish(bureau, with_desk_check().in_workflow("\"x-confidential\": true", "\"x-confidential\": false"));
    const auto asked = request();
    REQUIRE(bureau.post("adam", migrations_path(), with_plan(asked, plan(bureau, asked))).status == 201);
    CHECK(seen_by_applicant().find("张某某") == std::string::npos);
    CHECK(seen_by_applicant().find("\"migrate\"") != std::string::npos);
}

TEST_CASE("past applications are tried under a draft, without showing what they hold", "[what-if]") {
    dream_fund bureau;
    const auto paid = bureau.published();
    const auto rejected = bureau.submitted("contest", another_project());
    bureau.take("olga", rejected, "not_accept", {{"reason", "不符合条件"}});
    bureau.draft(bureau.form("maker")); // drafts have no past
    const auto path = std::string{"/v1/programmes/"} + dream_fund::programme + "/what-if";

    const auto same = bureau.post("dora", path, {{"version", first_version()}}).data();
    INFO(same.dump(1));
    CHECK(same.at("counts") == json{{"looked_at", 2}, {"same", 2}, {"differs", 0}, {"refused", 0}});
    CHECK_FALSE(same.at("assumptions").empty());

    const auto renamed = bureau.post("dora", path, with_desk_check().body()).data();
    CHECK(renamed.at("counts").at("same") == 2); // nobody ended in the state that is called otherwise

    auto stricter = with_desk_check().edit([](ordered_json& workflow) {
        auto& approve = workflow["workflow"]["states"]["processing"]["states"]["decision"]["on"]["approve"];
        approve["requires"].push_back({{"id", "never"},
                                       {"that", "vars.corrections > 0"},
                                       {"else",
                                        {{
                                             "zh",
                                             "须曾补正",
                                         },
                                         {"en", "It must have been corrected"}}}});
    });
    const auto tried = bureau.post("dora", path, stricter.body()).data();
    CHECK(tried.at("counts") == json{{"looked_at", 2}, {"same", 1}, {"differs", 0}, {"refused", 1}});
    const auto& item = tried.at("items")[0];
    CHECK(item.at("application") == paid);
    CHECK(item.at("refused").at("event") == "approve");
    CHECK(item.at("refused").at("requirements") == json::array({"never"}));
    CHECK(item.at("refused").contains("explanation"));
    const auto blind = bureau.post("adam", path, stricter.body()).data();
    CHECK_FALSE(blind.at("items")[0].at("refused").contains("explanation"));
    CHECK_FALSE(blind.at("items")[0].at("was").contains("money"));

    CHECK(bureau.seen(paid).at("revision") == bureau.seen(paid).at("revision"));
    CHECK(bureau.log_is_valid());
    refused(bureau, posting("olga", path, {{"version", first_version()}}), 403, reason::not_permitted);
    refused(bureau, posting("dora", path, json::object()), 422, reason::invalid_value);
    const json unreadable = {{"files", {{"workflow.json", "{}"}}}};
    refused(bureau, posting("dora", path, unreadable), 422, reason::definition_invalid);
}
