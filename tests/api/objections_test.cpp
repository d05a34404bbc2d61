// Objections to public notices: who learns what, who may do what, and what becomes of them.

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"
#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

const json who_objects = {{"name", "李保密"}, {"contact", "secret@objector.example"}, {"statement", "与另一项目重复"}};

std::string notice_of(dream_fund& bureau, const std::string& application) {
    return "/v1/notices/" + bureau.seen(application).at("notices").at(0).at("id").get<std::string>();
}

json object(dream_fund& bureau, const std::string& application, const json& change = json::object()) {
    json data = who_objects;
    data.merge_patch(change);
    const auto answer = bureau.post("", notice_of(bureau, application) + "/objections", data);
    INFO(answer.body);
    REQUIRE(answer.status == 201);
    return answer.data();
}

std::string path_of(const std::string& application, const std::string& part = "") {
    return "/v1/applications/" + application + part;
}

std::string disclosures(const std::string& application, const json& raised) {
    return path_of(application, "/objections/" + raised.at("objection").at("id").get<std::string>() + "/disclosures");
}

void wait(dream_fund& bureau, std::string_view delay) {
    const auto days = service::read_calendars("workflows/calendars");
    bureau.move_to(calendar::deadline(bureau.now(), calendar::parse_delay(delay).value(), days).value());
}

bool tells(const std::string& body) {
    return body.find("李保密") != std::string::npos || body.find("secret@objector.example") != std::string::npos;
}

std::string state_of(dream_fund& bureau, const std::string& application) {
    return bureau.seen(application).at("state").at("ids").at(0);
}

} // namespace

TEST_CASE("the code of an objection is shown once, and shows what became of it and nothing else", "[objections]") {
    dream_fund bureau;
    const auto application = bureau.published();
    const auto target = notice_of(bureau, application) + "/objections";
    const auto first = bureau.post("", target, who_objects, {{"Idempotency-Key", "once"}});
    REQUIRE(first.status == 201);
    const std::string code = first.data().at("receipt");
    CHECK(code.size() >= 20);
    const auto again = bureau.post("", target, who_objects, {{"Idempotency-Key", "once"}});
    CHECK(again.header("Idempotent-Replayed") == "true");
    CHECK_FALSE(again.data().contains("receipt"));

    const auto followed = bureau.get("", "/v1/objections/" + code);
    REQUIRE(followed.status == 200);
    CHECK_FALSE(tells(followed.body));
    auto shown = followed.data();
    CHECK(shown.at("status") == "open");
    CHECK(shown.at("answer").is_null());
    CHECK(shown.at("statement") == "与另一项目重复");
    CHECK(shown.at("notice").at("status") == "suspended");
    refused(bureau, getting("", "/v1/objections/" + code.substr(1)), 404, reason::not_found);
    refused(bureau, getting("", "/v1/objections/" + first.data().at("objection").at("id").get<std::string>()), 404,
            reason::not_found);

    bureau.take("oscar", application, "dismiss_objection", {{"answer", "经核查不成立"}});
    shown = bureau.get("", "/v1/objections/" + code).data();
    CHECK(shown.at("status") == "dismissed");
    CHECK(shown.at("answer") == "经核查不成立");
    CHECK(shown.at("reexamination_until").is_null());
    wait(bureau, "8 working days");
    shown = bureau.get("", "/v1/objections/" + code).data();
    CHECK(shown.at("reexamination_until").is_string());
    const auto asked = bureau.post("", "/v1/objections/" + code + "/reexaminations", {{"statement", "请再核"}});
    CHECK(asked.status == 201);
    CHECK(asked.data().at("reexaminations").at(0).at("status") == "open");
    CHECK(state_of(bureau, application) == "award_reexamination");
    bureau.take("otto", application, "confirm_award", {{"answer", "维持"}});
    shown = bureau.get("", "/v1/objections/" + code).data();
    CHECK(shown.at("reexaminations").at(0).at("answer") == "维持");
    CHECK(bureau.log_is_valid());
}

TEST_CASE("nobody objects without a name, contact details or a reason", "[objections]") {
    dream_fund bureau;
    const auto application = bureau.published();
    const auto target = notice_of(bureau, application) + "/objections";
    for (const auto& change :
         std::vector<json>{{{"name", ""}}, {{"contact", ""}}, {{"name", " 　\t"}}, {{"contact", "  "}}}) {
        json data = who_objects;
        data.merge_patch(change);
        INFO(data.dump());
        const auto problem = refused(bureau, posting("", target, data), 409, reason::requirement_not_met);
        CHECK(names_requirement(problem, "objector_named", problem.at("requirements").at(0).at("place")));
    }
    json silent = who_objects;
    silent.erase("statement");
    refused(bureau, posting("", target, silent), 422, reason::form_invalid);
    CHECK(state_of(bureau, application) == "notice_running");
    CHECK(bureau.get("audrey", path_of(application, "/objections")).data().at("items").empty());
}

TEST_CASE("who objected is shown to the named investigator alone, on the record", "[objections]") {
    dream_fund bureau;
    const auto application = bureau.published();
    const auto raised = object(bureau, application);
    const json because = {{"reason", "核实证据"}};
    const auto ask = [&](const char* person) { return posting(person, disclosures(application, raised), because); };
    for (const char* official : {"olga", "oscar", "dora", "audrey", "fiona"})
        refused(bureau, ask(official), 403, reason::not_permitted);
    refused(bureau, ask("ada"), 403, reason::not_permitted);
    refused(bureau, ask("ben"), 404, reason::not_found);
    refused(bureau, ask("e1"), 404, reason::not_found);
    refused(bureau, ask(""), 401, reason::authentication_required);

    const json naming = {{"objection", raised.at("objection").at("id")}, {"investigator", bureau.id_of("otto")}};
    bureau.take("dora", application, "name_investigator", naming);
    for (const char* official : {"olga", "oscar", "dora", "audrey"})
        refused(bureau, ask(official), 403, reason::not_permitted);
    const auto told = bureau.post("otto", disclosures(application, raised), because, {{"Idempotency-Key", "look"}});
    REQUIRE(told.status == 200);
    CHECK(told.data().at("name") == "李保密");
    CHECK(told.data().at("contact") == "secret@objector.example");
    const auto repeated = bureau.post("otto", disclosures(application, raised), because, {{"Idempotency-Key", "look"}});
    CHECK_FALSE(tells(repeated.body));
    const auto history = bureau.history(application);
    CHECK(std::count(history.begin(), history.end(), "disclose_objector") == 1);

    const auto tasks = bureau.get("otto", "/v1/tasks").data().at("items");
    CHECK(std::any_of(tasks.begin(), tasks.end(), [](const json& each) { return each.at("kind") == "objection"; }));
    const auto others = bureau.get("oscar", "/v1/tasks").data().at("items");
    CHECK(std::none_of(others.begin(), others.end(), [](const json& each) { return each.at("kind") == "objection"; }));

    bureau.take("otto", application, "dismiss_objection", {{"answer", "不成立"}});
    refused(bureau, ask("otto"), 409, reason::event_not_possible);
    refused(bureau, posting("otto", path_of(application, "/objections/" + application + "/disclosures"), because), 404,
            reason::not_found);
    for (const char* person :
         {"", "ada", "ben", "olga", "oscar", "otto", "dora", "dirk", "fiona", "felix", "audrey", "adam", "e1"})
        for (const auto& target :
             {path_of(application), path_of(application, "/events?limit=200"), path_of(application, "/actions"),
              path_of(application, "/objections"), path_of(application, "/documents"), path_of(application, "/reviews"),
              path_of(application, "/payments"), std::string{"/v1/applications"}, std::string{"/v1/tasks"},
              std::string{"/v1/reviews"}, std::string{"/v1/notices"}, std::string{"/v1/notices?format=html"},
              std::string{"/v1/notices?format=csv"}, notice_of(bureau, application),
              notice_of(bureau, application) + "?format=html", std::string{"/v1/organisations"},
              std::string{"/v1/people"}, "/v1/rounds/" + bureau.round()}) {
            const auto seen = bureau.get(person, target);
            INFO(person << " " << target << " " << seen.body);
            CHECK_FALSE(tells(seen.body));
        }
}

TEST_CASE("officials see what was objected, the applicant that it was and the answer, reviewers and others nothing",
          "[objections]") {
    dream_fund bureau;
    const auto application = bureau.published();
    object(bureau, application);
    const auto listed = [&](const char* person) {
        return bureau.get(person, path_of(application, "/objections")).data().at("items").at(0);
    };
    CHECK(listed("oscar").at("statement") == "与另一项目重复");
    CHECK_FALSE(listed("ada").contains("statement"));
    CHECK_FALSE(listed("ada").contains("investigator"));
    CHECK(listed("ada").at("status") == "open");
    for (const char* person : {"ben", "e1"})
        refused(bureau, getting(person, path_of(application, "/objections")), 404, reason::not_found);
    bureau.take("oscar", application, "dismiss_objection", {{"answer", "经核查不成立"}});
    CHECK(listed("ada").at("answer") == "经核查不成立");
    CHECK_FALSE(listed("ada").contains("answered_by"));
    CHECK(listed("audrey").at("answered_by").at("id") == bureau.id_of("oscar"));
}

TEST_CASE("the clock of the notice goes on when all are answered, and other notices are not held up", "[objections]") {
    dream_fund bureau;
    const auto application = bureau.published();
    const auto other = bureau.to_be_decided({{"project", {{"title", "另一项目"}}}}, "ben");
    bureau.take("dora", other, "approve", {{"opinion", "同意"}});
    wait(bureau, "2 working days");
    const auto first = object(bureau, application), second = object(bureau, application, {{"name", "赵某"}});
    refused(bureau,
            posting("oscar", events_of(application), {{"type", "dismiss_objection"}, {"data", {{"answer", "哪一件"}}}}),
            422, reason::invalid_value);
    wait(bureau, "10 working days");
    CHECK(state_of(bureau, application) == "notice_suspended");
    CHECK(state_of(bureau, other) == "approval");
    const auto dismiss = [&](const json& raised) {
        bureau.take("oscar", application, "dismiss_objection",
                    {{"answer", "不成立"}, {"objection", raised.at("objection").at("id")}});
    };
    dismiss(second);
    CHECK(state_of(bureau, application) == "notice_suspended");
    dismiss(first);
    CHECK(state_of(bureau, application) == "notice_running");
    CHECK(bureau.get("", notice_of(bureau, application)).data().at("working_days_left") == 4);
    wait(bureau, "4 working days");
    CHECK(state_of(bureau, application) == "reexamination_period");
    const json objection = who_objects;
    refused(bureau, posting("", notice_of(bureau, application) + "/objections", objection), 409,
            reason::event_not_possible);
}

TEST_CASE("a re-examination is for whoever objected, in time, once there is an answer", "[objections]") {
    dream_fund bureau;
    const auto application = bureau.published();
    const auto raised = object(bureau, application);
    const std::string target = "/v1/objections/" + raised.at("receipt").get<std::string>() + "/reexaminations";
    const json asked = {{"statement", "请再核"}};
    refused(bureau, posting("", target, asked), 409, reason::event_not_possible); // still open
    refused(bureau, posting("", "/v1/objections/none/reexaminations", asked), 404, reason::not_found);
    bureau.take("oscar", application, "dismiss_objection", {{"answer", "不成立"}});
    wait(bureau, "8 working days");
    wait(bureau, "5 working days");
    CHECK(state_of(bureau, application) == "approval");
    refused(bureau, posting("", target, asked), 409, reason::event_not_possible);
}
