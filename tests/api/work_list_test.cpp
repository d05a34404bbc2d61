// What waits for whom and how late it is; who has which case in hand.

#include "tests/api/casework.hpp"
#include "tests/api/changed_definition.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;

TEST_CASE("a task says in words what waits and how many working days it is late", "[tasks]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    const auto before = items(bureau, "olga", "/v1/tasks").at(0);
    CHECK(before.at("what").at("zh").get<std::string>().starts_with("形式审查"));
    CHECK(before.at("what").at("en").get<std::string>().find(": ") != std::string::npos);
    CHECK(before.at("overdue") == false);
    CHECK(before.at("working_days_late") == 0);
    CHECK(before.at("on_behalf_of").is_null());
    CHECK(items(bureau, "olga", "/v1/tasks?overdue=true").empty());
    CHECK(items(bureau, "olga", "/v1/tasks?kind=event").size() == 1);
    CHECK(items(bureau, "olga", "/v1/tasks?kind=payment").empty());
    CHECK(items(bureau, "olga", "/v1/tasks?programme=rd-reward-fund").empty());
    CHECK(items(bureau, "olga", std::string{"/v1/tasks?programme="} + dream_fund::programme).size() == 1);
    CHECK(items(bureau, "e1", "/v1/tasks").empty());
    CHECK(items(bureau, "ben", "/v1/tasks").empty());
    CHECK(bureau.get("", "/v1/tasks").status == 401);
}

TEST_CASE("overdue reviews come first, and are told apart from those in time", "[tasks]") {
    dream_fund bureau;
    publish(bureau, changed_definition{"2.0.0"}.edit(
                        [](ordered_json& workflow) { workflow["panels"]["expert"]["review_days"] = 10; }));
    bureau.before_the_panel({"e1", "e2", "e3", "e4", "e5"});
    const auto mine = items(bureau, "e1", "/v1/tasks");
    REQUIRE(mine.size() == 1);
    REQUIRE(mine.at(0).at("due_at").is_string());
    const auto due = parse_rfc3339(mine.at(0).at("due_at").get<std::string>()).value();
    bureau.move_to(instant{due.milliseconds - 1});
    CHECK(items(bureau, "e1", "/v1/tasks?overdue=true").empty());
    bureau.move_to(due);
    const auto late = items(bureau, "e1", "/v1/tasks?overdue=true");
    REQUIRE(late.size() == 1);
    CHECK(late.at(0).at("overdue") == true);
    CHECK(late.at(0).at("working_days_late") == 1); // its first day has begun
    pass_days(bureau, 7);
    CHECK(items(bureau, "e1", "/v1/tasks?overdue=true").at(0).at("working_days_late") == 6);
    CHECK_FALSE(late.at(0).contains("handler"));
}

TEST_CASE("an officer takes a case, and their list shows what waits in it", "[handler]") {
    dream_fund bureau;
    const auto one = bureau.submitted("maker"), other = bureau.submitted("maker", json::object(), "ben");
    CHECK(items(bureau, "olga", "/v1/tasks?mine=true").empty());
    CHECK(bureau.get("olga", path_of(one, "/handler")).data().at("handler").is_null());
    REQUIRE(bureau.post("olga", path_of(one, "/handler"), {{"person", "me"}}).status == 200);
    const auto mine = items(bureau, "olga", "/v1/tasks?mine=true");
    REQUIRE(mine.size() == 1);
    CHECK(mine.at(0).at("application") == one);
    CHECK(mine.at(0).at("handler").at("id") == bureau.id_of("olga"));
    CHECK(items(bureau, "olga", "/v1/tasks").size() == 2);
    CHECK(items(bureau, "oscar", "/v1/tasks?mine=true").empty());

    SECTION("the next task of the case is theirs too, and the case can be given and laid down") {
        bureau.take("oscar", one, "accept");
        const auto next = items(bureau, "olga", "/v1/tasks?mine=true");
        CHECK_FALSE(next.empty());
        for (const auto& each : next)
            CHECK(each.at("application") == one);
        CHECK(bureau.post("oscar", path_of(one, "/handler"), {{"person", bureau.id_of("dora")}}).status == 200);
        CHECK(items(bureau, "olga", "/v1/tasks?mine=true").empty());
        CHECK(bureau.post("dora", path_of(one, "/handler"), {{"person", nullptr}}).status == 200);
        CHECK(bureau.get("olga", path_of(one, "/handler")).data().at("handler").is_null());
    }
    SECTION("neither applicants nor reviewers learn who has it, nor can they settle it") {
        refused(bureau, getting("ada", path_of(one, "/handler")), 403, reason::not_permitted);
        refused(bureau, getting("ben", path_of(one, "/handler")), 404, reason::not_found);
        refused(bureau, getting("e1", path_of(one, "/handler")), 404, reason::not_found);
        refused(bureau, posting("ada", path_of(one, "/handler"), {{"person", "me"}}), 403, reason::not_permitted);
        refused(bureau, posting("audrey", path_of(one, "/handler"), {{"person", "me"}}), 403, reason::not_permitted);
        for (const char* target : {"/v1/applications", "/v1/tasks"})
            CHECK(bureau.get("ada", target).body.find(bureau.id_of("olga")) == std::string::npos);
    }
    SECTION("whoever has no part in the programme cannot be given a case") {
        for (const char* person : {"ada", "e1", "audrey", "adam"})
            refused(bureau, posting("olga", path_of(one, "/handler"), {{"person", bureau.id_of(person)}}), 422,
                    reason::invalid_value);
    }
    CHECK(bureau.log_is_valid());
}

TEST_CASE("a hand-over lists the cases first and then moves them, all or nothing", "[handler]") {
    dream_fund bureau;
    const auto one = bureau.submitted("maker"), other = bureau.submitted("maker", json::object(), "ben");
    for (const auto& each : {one, other})
        REQUIRE(bureau.post("olga", path_of(each, "/handler"), {{"person", "me"}}).status == 200);
    const auto target = "/v1/people/" + bureau.id_of("olga") + "/hand-over";
    json wanted = {{"to", bureau.id_of("oscar")}, {"reason", "岗位调整"}, {"dry_run", true}};
    const auto seen = bureau.post("olga", target, wanted);
    REQUIRE(seen.status == 200);
    CHECK(seen.data().at("cases") == 2);
    CHECK(items(bureau, "olga", "/v1/tasks?mine=true").size() == 2);
    CHECK(items(bureau, "oscar", "/v1/tasks?mine=true").empty());

    refused(bureau, posting("oscar", target, wanted), 403, reason::not_permitted);
    refused(bureau, posting("ada", target, wanted), 403, reason::not_permitted);
    bureau.hire("nora", {{{"role", "officer"}, {"programme", "rd-reward-fund"}}});
    json elsewhere = {{"to", bureau.id_of("nora")}, {"reason", "岗位调整"}};
    const auto why = refused(bureau, posting("olga", target, elsewhere), 409, reason::requirement_not_met);
    CHECK(names_requirement(why, "handler_role", items(bureau, "olga", "/v1/tasks").at(0).at("number")));
    CHECK(items(bureau, "olga", "/v1/tasks?mine=true").size() == 2);

    wanted["dry_run"] = false;
    REQUIRE(bureau.post("dora", target, wanted).status == 200); // a director, for an absent officer
    CHECK(items(bureau, "olga", "/v1/tasks?mine=true").empty());
    CHECK(items(bureau, "oscar", "/v1/tasks?mine=true").size() == 2);
    CHECK(bureau.log_is_valid());
}
