// How panels are made: the pool, draws, invitations, a whole round at once; and the ranking that comes of it.

#include "tests/api/changed_definition.hpp"
#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <set>

using namespace sluice;
using namespace sluice::test;

namespace {

std::string panel_of(const std::string& application, const std::string& part) {
    return "/v1/applications/" + application + "/panels/expert/" + part;
}

std::string reviews_of(const std::string& application) {
    return "/v1/applications/" + application + "/reviews";
}

/// An application whose panel waits for its members.
std::string waiting(dream_fund& bureau, const std::string& person = "ada") {
    const auto application = bureau.submitted("maker", json::object(), person);
    bureau.take("olga", application, "accept");
    return application;
}

json panel_seen(dream_fund& bureau, const std::string& application) {
    return bureau.get("olga", reviews_of(application)).data().at("items").at(0);
}

std::set<std::string> people_in(const json& list) {
    std::set<std::string> people;
    for (const auto& each : list)
        people.insert(each.at("person"));
    return people;
}

std::set<std::string> grounds_against(const json& draw, const std::string& person) {
    std::set<std::string> ids;
    for (const auto& each : draw.at("excluded"))
        if (each.at("person") == person)
            for (const auto& ground : each.at("grounds"))
                ids.insert(ground.at("id"));
    return ids;
}

void score(dream_fund& bureau, const std::string& expert, const std::string& application, int innovation) {
    bureau.post(expert, reviews_of(application) + "/expert/declarations", json::object());
    auto sheet = test::sheet();
    sheet["scores"]["innovation"] = innovation;
    const auto answer = bureau.post(expert, reviews_of(application) + "/expert/scores", sheet);
    INFO(answer.body);
    REQUIRE(answer.status == 200);
}

/// The dream fund with invitations, due times, and no picking by hand.
changed_definition with_invitations(bool drawn) {
    return changed_definition{"2.0.0"}.edit([drawn](ordered_json& workflow) {
        auto& panel = workflow["panels"]["expert"];
        panel["invitation_days"] = 3;
        panel["review_days"] = 10;
        panel["reminder_days"] = 1;
        panel["disagreement_from"] = 10;
        if (drawn) panel["drawn"] = true;
    });
}

} // namespace

TEST_CASE("the pool keeps what an expert can do and when, and refuses nonsense", "[panels]") {
    dream_fund bureau;
    const json profile = {{"kind", "technical"},
                          {"fields", {"new_energy"}},
                          {"available_from", "2026-01-01"},
                          {"available_until", "2026-12-31"},
                          {"load_max", 2},
                          {"relations", {{{"ground", "shared_project"}, {"with", dream_fund::firm_code}}}}};
    const auto target = "/v1/people/" + bureau.id_of("e1");
    REQUIRE(bureau.patch("adam", target, {{"expert", profile}}, {{"If-Match", "*"}}).status == 200);
    CHECK(bureau.get("olga", target).data().at("expert") == profile);
    refused(bureau,
            patching("adam", target, {{"expert", {{"kind", "technical"}, {"available_from", "2027-01-01"}}}},
                     {{"If-Match", "*"}}),
            422, reason::invalid_value);
    CHECK(bureau.get("e1", "/v1/experts").status == 403);
}

TEST_CASE("a draw shows beforehand what it will do, and says why not of the others", "[panels]") {
    dream_fund bureau;
    const auto application = waiting(bureau);
    const auto change = [&](const char* person, const json& expert) {
        REQUIRE(bureau.patch("adam", "/v1/people/" + bureau.id_of(person), {{"expert", expert}}, {{"If-Match", "*"}})
                    .status == 200);
    };
    bureau.hire("e8", json::array({{{"role", "reviewer"}, {"programme", "*"}}}), "", {{"kind", "technical"}},
                "e8@lab.example.org");
    change("e6", {{"kind", "technical"}, {"available_until", "2026-01-31"}});
    const auto before = bureau.seen(application);
    const auto preview = bureau.post("olga", panel_of(application, "draw") + "?dryRun=true", json::object());
    REQUIRE(preview.status == 200);
    const auto shown = preview.data();
    CHECK(shown.at("applied") == false);
    CHECK(shown.at("unmet").empty());
    CHECK(people_in(shown.at("drawn")) == people_in(json::array({{{"person", bureau.id_of("e1")}},
                                                                 {{"person", bureau.id_of("e2")}},
                                                                 {{"person", bureau.id_of("e3")}},
                                                                 {{"person", bureau.id_of("e4")}},
                                                                 {{"person", bureau.id_of("e5")}}})));
    CHECK(grounds_against(shown, bureau.id_of("e7")) == std::set<std::string>{"same_organisation"});
    CHECK(grounds_against(shown, bureau.id_of("e8")) == std::set<std::string>{"same_mail_domain"}); // ada@example.org
    CHECK(grounds_against(shown, bureau.id_of("e6")) == std::set<std::string>{"not_available"});
    CHECK(bureau.seen(application) == before);

    const auto drawn = bureau.post("olga", panel_of(application, "draw"), json::object());
    REQUIRE(drawn.status == 200);
    auto applied = drawn.data();
    CHECK(applied.at("applied") == true);
    applied["applied"] = false;
    CHECK(applied == shown);
    CHECK(people_in(panel_seen(bureau, application).at("members")) == people_in(shown.at("drawn")));
    refused(bureau, posting("olga", panel_of(application, "draw"), json::object()), 409, reason::event_not_possible);
    CHECK(bureau.log_is_valid());
}

TEST_CASE("a draw is for those who seat panels, and is refused when nobody is left to draw", "[panels]") {
    dream_fund bureau;
    const auto application = waiting(bureau);
    for (const char* person : {"dora", "fiona", "audrey"})
        refused(bureau, posting(person, panel_of(application, "draw"), json::object()), 403, reason::not_permitted);
    for (const char* person : {"ada", "e1", "adam"})
        CHECK(bureau.post(person, panel_of(application, "draw") + "?dryRun=true", json::object()).status >= 403);
    REQUIRE(bureau.patch("adam", "/v1/people/" + bureau.id_of("e4"), {{"active", false}}, {{"If-Match", "*"}}).status ==
            200);
    const auto problem = refused(bureau, posting("olga", panel_of(application, "draw"), json::object()), 409,
                                 reason::panel_not_composed);
    CHECK(names_requirement(problem, "panel_finance"));
    CHECK_FALSE(
        bureau.post("olga", panel_of(application, "draw") + "?dryRun=true", json::object()).data().at("unmet").empty());
    CHECK(panel_seen(bureau, application).at("members").empty());
}

TEST_CASE("an expert who is full is passed over", "[panels]") {
    dream_fund bureau;
    for (const char* person : {"e1", "e2", "e3", "e4", "e5", "e6"})
        REQUIRE(
            bureau
                .patch("adam", "/v1/people/" + bureau.id_of(person),
                       {{"expert", {{"kind", person == std::string{"e4"} ? "finance" : "technical"}, {"load_max", 1}}}},
                       {{"If-Match", "*"}})
                .status == 200);
    const auto first = waiting(bureau), second = waiting(bureau, "ben");
    const auto drawn = bureau.post("olga", panel_of(first, "draw"), json::object()).data();
    const auto shown = bureau.post("olga", panel_of(second, "draw") + "?dryRun=true", json::object()).data();
    for (const auto& person : people_in(drawn.at("drawn")))
        CHECK(grounds_against(shown, person) == std::set<std::string>{"load_reached"});
    CHECK(shown.at("drawn").size() <= 2); // whoever was left over, and e7, who works for the first firm
}

TEST_CASE("invitations are accepted, declined, forgotten, reminded of and replaced", "[panels]") {
    dream_fund bureau;
    publish(bureau, with_invitations(false));
    const auto application = waiting(bureau);
    REQUIRE(bureau.post("olga", panel_of(application, "draw"), json::object()).status == 200);
    const auto members = panel_seen(bureau, application).at("members");
    for (const auto& each : members) {
        CHECK(each.at("status") == "invited");
        CHECK(each.at("due_at") == "2026-03-14T00:00:00+08:00"); // three working days after Tuesday, 10 March
        CHECK(each.at("late") == false);
    }
    std::vector<std::string> invited;
    for (const char* name : {"e1", "e2", "e3", "e4", "e5", "e6"})
        if (people_in(members).contains(bureau.id_of(name))) invited.push_back(name);
    REQUIRE(invited.size() == 5);
    const auto task = bureau.get(invited[0], "/v1/tasks").data().at("items").at(0);
    CHECK(task.at("kind") == "answer");
    CHECK(task.at("due_at") == "2026-03-14T00:00:00+08:00");
    refused(bureau, posting(invited[0], reviews_of(application) + "/expert/scores", sheet()), 409,
            reason::requirement_not_met);

    REQUIRE(bureau.post(invited[0], panel_of(application, "acceptances"), json::object()).status == 200);
    refused(bureau, posting(invited[0], panel_of(application, "acceptances"), json::object()), 409,
            reason::event_not_possible);
    REQUIRE(bureau.post(invited[1], panel_of(application, "acceptances"), json::object()).status == 200);
    refused(bureau, posting("olga", panel_of(application, "reminders"), json::object()), 409,
            reason::event_not_possible); // nobody is near the end of the term
    refused(bureau,
            posting("olga", panel_of(application, "replacements"),
                    {{"person", bureau.id_of(invited[2])}, {"reason", "不便"}}),
            409, reason::requirement_not_met);

    bureau.move_to(parse_rfc3339("2026-03-13T10:00:00+08:00").value());
    const auto reminded = bureau.post("olga", panel_of(application, "reminders"), json::object());
    REQUIRE(reminded.status == 200);
    for (const auto& each : reminded.data().at("members"))
        CHECK(each.at("reminders") == (each.at("status") == "invited" ? 1 : 0));

    bureau.move_to(parse_rfc3339("2026-03-14T00:00:00+08:00").value());
    CHECK(bureau.get(invited[2], "/v1/tasks").data().at("items").at(0).at("overdue") == true);
    const auto replaced = bureau.post("olga", panel_of(application, "replacements"),
                                      {{"person", bureau.id_of(invited[2])}, {"reason", "逾期未答复"}});
    REQUIRE(replaced.status == 200);
    CHECK(bureau.get(invited[2], "/v1/applications/" + application).status == 404);
    CHECK(bureau.get(invited[2], "/v1/reviews").data().at("items").empty());
    CHECK(bureau.post(invited[2], panel_of(application, "acceptances"), json::object()).status >= 403);
    for (const auto& each : panel_seen(bureau, application).at("members"))
        if (each.at("person") == bureau.id_of(invited[2])) {
            CHECK(each.at("status") == "replaced");
            CHECK(each.at("reason") == "逾期未答复");
        }
    REQUIRE(bureau.post(invited[3], panel_of(application, "declines"), {{"reason", "出差"}}).status == 200);
    CHECK(bureau.get(invited[3], "/v1/applications/" + application).status == 404);
    const auto kinds = bureau.history(application);
    for (const char* kind :
         {"draw_panel", "accept_invitation", "remind_members", "replace_member", "decline_invitation"})
        CHECK(std::find(kinds.begin(), kinds.end(), kind) != kinds.end());
    CHECK(bureau.log_is_valid());
}

TEST_CASE("a round is seated as it was shown, or not at all", "[panels]") {
    dream_fund bureau;
    const auto first = waiting(bureau), second = waiting(bureau, "ben");
    const auto target = std::string{"/v1/programmes/"} + dream_fund::programme + "/panel-assignments";
    json wish = {{"round", bureau.round()}, {"panel", "expert"}};
    refused(bureau, posting("dora", target + "?dryRun=true", wish), 403, reason::not_permitted);
    refused(bureau, posting("olga", target, wish), 422, reason::invalid_value); // no plan is named
    const auto preview = bureau.post("olga", target + "?dryRun=true", wish);
    REQUIRE(preview.status == 200);
    const auto shown = preview.data();
    CHECK(shown.at("quality").at("seats_wanted") == 10);
    CHECK(shown.at("quality").at("seats_filled") == 10);
    CHECK(shown.at("quality").at("cases_unmet") == 0);
    CHECK(panel_seen(bureau, first).at("members").empty());
    for (const auto& each : shown.at("cases"))
        CHECK((each.at("application") == second || !people_in(each.at("experts")).contains(bureau.id_of("e7"))));

    wish["plan"] = std::string(64, '0');
    refused(bureau, posting("olga", target, wish), 412, reason::version_conflict);
    wish["plan"] = shown.at("plan");
    const auto applied = bureau.post("olga", target, wish);
    REQUIRE(applied.status == 200);
    CHECK(applied.data().at("applied") == true);
    for (const auto& each : shown.at("cases"))
        CHECK(people_in(panel_seen(bureau, each.at("application")).at("members")) == people_in(each.at("experts")));
    refused(bureau, posting("olga", target + "?dryRun=true", wish), 409, reason::event_not_possible);
}

TEST_CASE("where members are drawn nobody is picked by hand", "[panels]") {
    dream_fund bureau;
    auto definition = with_invitations(true);
    definition.edit([](ordered_json& workflow) { workflow["panels"]["expert"].erase("invitation_days"); });
    // Its own scenarios pick by hand, so that it is found unsound, with the reason.
    const auto path = std::string{"/v1/programmes/"} + dream_fund::programme + "/check";
    const auto report = bureau.post("adam", path, definition.body());
    REQUIRE(report.status == 200);
    CHECK(report.data().at("sound") == false);
    CHECK(report.body.find("drawn, not picked") != report.body.npos);
}

TEST_CASE("a ranking shows the raw mean, the calibrated one and its sample, and who disagrees", "[panels]") {
    dream_fund bureau;
    publish(bureau, with_invitations(false));
    const auto first = waiting(bureau), second = waiting(bureau, "ben");
    const auto target = "/v1/rounds/" + bureau.round() + "/ranking";
    for (const auto& application : {first, second})
        REQUIRE(bureau.post("olga", panel_of(application, "draw"), json::object()).status == 200);
    CHECK(bureau.get("olga", target).data().at("waiting") == 2);
    CHECK(bureau.get("olga", target).data().at("items").empty());
    for (const auto& application : {first, second}) {
        const auto members = people_in(panel_seen(bureau, application).at("members"));
        int given = application == first ? 20 : 10;
        for (const char* name : {"e1", "e2", "e3", "e4", "e5", "e6", "e7"}) {
            if (!members.contains(bureau.id_of(name))) continue;
            REQUIRE(bureau.post(name, panel_of(application, "acceptances"), json::object()).status == 200);
            score(bureau, name, application, given += application == first ? 1 : 4);
        }
    }
    const auto ranking = bureau.get("olga", target).data();
    REQUIRE(ranking.at("items").size() == 2);
    CHECK(ranking.at("waiting") == 0);
    CHECK(ranking.at("calibration_converged") == true);
    const auto& best = ranking.at("items").at(0);
    CHECK(best.at("application") == first);
    CHECK(best.at("rank") == 1);
    CHECK(best.at("scores") == 5);
    CHECK(best.at("outcome").at("disagreement") == false);
    CHECK(ranking.at("items").at(1).at("outcome").at("disagreement") == true);
    CHECK(best.contains("calibrated_mean_hundredths"));
    for (const auto& each : ranking.at("reviewers"))
        CHECK(each.at("scores") >= 1);
    for (const char* person : {"ada", "e1", "adam"})
        CHECK(bureau.get(person, target).status == 403);
    CHECK(bureau.get("olga", target + "?panel=nothing").status == 404);
}
