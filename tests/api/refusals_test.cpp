// What the procedure refuses, as the person who is refused meets it.

#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"
#include "tests/api/scenario_player.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <iterator>

using namespace sluice;
using namespace sluice::test;

namespace {

instant at(std::string_view written) {
    return parse_rfc3339(written).value();
}

instant seconds_after(std::string_view written, int seconds) {
    return instant{at(written).milliseconds + seconds * 1000};
}

json event(const char* type, const json& data = nullptr) {
    json body = {{"type", type}};
    if (!data.is_null()) body["data"] = data;
    return body;
}

std::string panel_of(const std::string& application, const std::string& act) {
    return "/v1/applications/" + application + "/reviews/expert/" + act;
}

std::string payment_of(const std::string& application, const std::string& step) {
    return "/v1/applications/" + application + "/payments/first/" + step;
}

/// A reviewer who declares to have no conflict and submits the usual sheet.
http_answer score(dream_fund& bureau, const std::string& expert, const std::string& application) {
    bureau.post(expert, panel_of(application, "declarations"), json::object());
    return bureau.post(expert, panel_of(application, "scores"), sheet());
}

} // namespace

TEST_CASE("a submission is taken until one second before the window closes, and refused from then on with the window "
          "in the answer",
          "[refusals]") {
    dream_fund bureau;
    bureau.move_to(seconds_after(dream_fund::closes_at, -1));
    CHECK_NOTHROW(bureau.submitted("maker"));

    const auto late = bureau.draft(bureau.form("maker"));
    bureau.attach(late, {"business_plan"});
    bureau.move_to(at(dream_fund::closes_at));
    refused(bureau, posting("ada", events_of(late), event("submit")), 409, reason::window_closed);
    bureau.move_to(seconds_after(dream_fund::closes_at, 1));
    const auto problem = refused(bureau, posting("ada", events_of(late), event("submit")), 409, reason::window_closed);
    for (const char* language : {"zh", "en"}) {
        const auto sentence = problem.at("explanation").at(language).get<std::string>();
        CHECK(sentence.find("2026-03-02T00:00:00") != sentence.npos);
        CHECK(sentence.find("2026-06-01T00:00:00") != sentence.npos);
    }
    CHECK(names_requirement(problem, "window_open"));
    CHECK(bureau.get("ada", "/v1/applications/" + late).data().at("state").at("ids") == json{"draft"});
}

TEST_CASE("a submission before the window opens is refused", "[refusals]") {
    dream_fund bureau{"2026-03-01T23:59:59+08:00"};
    const auto early = bureau.draft(bureau.form("maker"));
    bureau.attach(early, {"business_plan"});
    refused(bureau, posting("ada", events_of(early), event("submit")), 409, reason::window_closed);
    bureau.move_to(at(dream_fund::opens_at));
    CHECK_NOTHROW(bureau.take("ada", early, "submit"));
}

TEST_CASE("an application without a round to go to is refused", "[refusals]") {
    dream_fund bureau;
    bureau.move_to(at(dream_fund::closes_at));
    refused(bureau, posting("ada", "/v1/applications", {{"programme", dream_fund::programme}}), 409,
            reason::round_closed);
}

TEST_CASE("every missing document is named at once, with its place", "[refusals]") {
    dream_fund bureau;
    const auto bare = bureau.draft(bureau.form("equity"));
    const auto problem =
        refused(bureau, posting("ada", events_of(bare), event("submit")), 409, reason::document_missing);
    CHECK(problem.at("requirements").size() == 3);
    for (const char* kind : {"business_plan", "investment_agreement", "bank_receipt"})
        CHECK(names_requirement(problem, std::string{"document_"} + kind, std::string{"/documents/"} + kind));
    bureau.attach(bare, {"business_plan", "investment_agreement"});
    const auto rest = refused(bureau, posting("ada", events_of(bare), event("submit")), 409, reason::document_missing);
    CHECK(rest.at("requirements").size() == 1);
}

TEST_CASE("a form with gaps can be kept as a draft and not submitted", "[refusals]") {
    dream_fund bureau;
    json form = bureau.form("maker");
    form.erase("contact");
    form["organisation"].erase("name");
    const auto application = bureau.draft(form);
    bureau.attach(application, {"business_plan"});
    const auto problem =
        refused(bureau, posting("ada", events_of(application), event("submit")), 422, reason::form_invalid);
    CHECK(problem.at("requirements").size() == 2);
}

TEST_CASE("a social credit code is checked when an organisation is registered", "[refusals]") {
    dream_fund bureau;
    const auto registering = [](const char* code) { return json{{"name", "某公司"}, {"code", code}}; };
    for (const char* valid : {"11331021002687352Y", "914403001922038216", "9144030071526726XG", "91330100799655058B",
                              "91110000802100433B", "91350100M000100Y43"}) {
        INFO(valid);
        const auto answer = bureau.post("olga", "/v1/organisations", registering(valid));
        CHECK(answer.status == 201);
        CHECK(answer.data().at("code_override").is_null());
    }
    for (const char* invalid :
         {"91350100M000100Y4Z", "91310115MA1H8R7C6D", "91330784MA29Q4QT4K", "91350100M0001TGQXM"}) {
        const auto problem =
            refused(bureau, posting("olga", "/v1/organisations", registering(invalid)), 422, reason::invalid_value);
        CHECK(problem.at("place") == "/code");
    }
    // The firm and its rival have the two valid codes that are left: they are registered, and cannot be so twice.
    for (const char* code : {dream_fund::firm_code, dream_fund::rival_code})
        refused(bureau, posting("olga", "/v1/organisations", registering(code)), 409, reason::already_exists);
}

TEST_CASE("an officer accepts a legal pilot code with a reason, which stays on the record", "[refusals]") {
    dream_fund bureau;
    const json pilot = {
        {"name", "试点单位"}, {"code", "91350100M0001TGQXM"}, {"override_reason", "早期试点代码，已核对营业执照"}};
    refused(bureau, posting("ada", "/v1/organisations", pilot), 403, reason::not_permitted);
    const auto answer = bureau.post("olga", "/v1/organisations", pilot);
    REQUIRE(answer.status == 201);
    const auto kept = bureau.get("audrey", answer.header("Location").value()).data().at("code_override");
    CHECK(kept.at("reason") == "早期试点代码，已核对营业执照");
    CHECK(kept.at("by") == bureau.id_of("olga"));
    CHECK(kept.at("at") == to_rfc3339(bureau.now()));
}

TEST_CASE("a form with a false or another's social credit code is refused", "[refusals]") {
    dream_fund bureau;
    for (const char* invalid : {"91350100M000100Y4Z", "91310115MA1H8R7C6D", "91330784MA29Q4QT4K"}) {
        const json form = bureau.form("maker", {{"organisation", {{"code", invalid}}}});
        const json body = {{"programme", dream_fund::programme}, {"form", form}};
        const auto problem = refused(bureau, posting("ada", "/v1/applications", body), 422, reason::form_invalid);
        CHECK(problem.at("place") == "/form/organisation/code");
    }
    const auto borrowed = bureau.draft(bureau.form("maker", {{"organisation", {{"code", "91330100799655058B"}}}}));
    bureau.attach(borrowed, {"business_plan"});
    const auto problem =
        refused(bureau, posting("ada", events_of(borrowed), event("submit")), 409, reason::requirement_not_met);
    CHECK(names_requirement(problem, "organisation_is_applicant"));
}

TEST_CASE("an amount above the rule is refused with the amount that is allowed", "[refusals]") {
    dream_fund bureau;
    const auto greedy = bureau.draft(bureau.form("maker", {{"requested_amount", yuan("200000.01")}}));
    bureau.attach(greedy, {"business_plan"});
    const auto problem =
        refused(bureau, posting("ada", events_of(greedy), event("submit")), 409, reason::requirement_not_met);
    CHECK(names_requirement(problem, "within_panel_award"));
    CHECK(problem.at("detail").get<std::string>().find("200000.00") != std::string::npos);
}

TEST_CASE("what is submitted can no longer be changed", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    const json change = {{"form", {{"project", {{"title", "另一个名称"}}}}}};
    refused(bureau, patching("ada", "/v1/applications/" + application, change, {{"If-Match", "*"}}), 409,
            reason::not_editable);
    const std::string upload = "/v1/applications/" + application + "/documents?kind=business_plan&file_name=plan.pdf";
    refused(bureau, {"ada", "POST", upload, "%PDF-1.7", {{"Content-Type", "application/pdf"}}}, 409,
            reason::not_editable);
}

TEST_CASE("an event is refused that the state, the programme or the person does not have", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    refused(bureau, posting("olga", events_of(application), event("issue_approval", {{"document_number", "1"}})), 409,
            reason::event_not_possible);
    refused(bureau, posting("olga", events_of(application), event("conjure")), 422, reason::event_unknown);
    refused(bureau, posting("fiona", events_of(application), event("accept")), 403, reason::not_permitted);
    refused(bureau, posting("olga", events_of(application), event("not_accept", {{"reason", 7}})), 422,
            reason::form_invalid);
    refused(bureau, posting("olga", events_of(application), event("accept", {{"hurry", true}})), 422,
            reason::unknown_field);
    CHECK(bureau.seen(application).at("state").at("ids") == json{"formal_check"});
}

TEST_CASE("an application of somebody else does not exist for an applicant", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    const std::string base = "/v1/applications/" + application;
    for (const char* part : {"", "/events", "/actions", "/documents", "/reviews", "/payments"})
        refused(bureau, getting("ben", base + part), 404, reason::not_found);
    refused(bureau, posting("ben", events_of(application), event("withdraw")), 404, reason::not_found);
    refused(bureau, patching("ben", base, {{"form", json::object()}}, {{"If-Match", "*"}}), 404, reason::not_found);
    CHECK(bureau.get("ben", "/v1/applications").data().at("items").empty());
    CHECK(bureau.get("ben", "/v1/applications?organisation=" + bureau.firm()).data().at("items").empty());
    CHECK(bureau.get("ben", "/v1/tasks").data().at("items").empty());
}

TEST_CASE("an expert of the applying organisation is not seated", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.before_the_panel({});
    const json body = {{"panel", "expert"}, {"members", {bureau.id_of("e1"), bureau.id_of("e7")}}};
    const auto problem = refused(bureau, posting("olga", "/v1/applications/" + application + "/reviews", body), 403,
                                 reason::conflict_of_interest);
    CHECK(problem.at("place") == "/members/1");
    CHECK(names_requirement(problem, "same_organisation"));
    const auto panels = bureau.get("olga", "/v1/applications/" + application + "/reviews").data().at("items");
    CHECK(panels.at(0).at("members").empty()); // e1 neither: all or nothing
}

TEST_CASE("only seated members score, each once, on a composed panel, until it is closed", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.before_the_panel({"e1"});
    const auto scoring = [&](const char* expert) { return posting(expert, panel_of(application, "scores"), sheet()); };
    bureau.post("e1", panel_of(application, "declarations"), json::object());
    refused(bureau, scoring("e1"), 409, reason::panel_not_composed);
    refused(bureau, scoring("e6"), 403, reason::not_assigned);

    json rest = json::array();
    for (const char* each : {"e2", "e3", "e4", "e5"})
        rest.push_back(bureau.id_of(each));
    REQUIRE(
        bureau.post("olga", "/v1/applications/" + application + "/reviews", {{"panel", "expert"}, {"members", rest}})
            .status == 200);
    const auto undeclared = refused(bureau, scoring("e2"), 409, reason::requirement_not_met);
    CHECK(names_requirement(undeclared, "no_conflict_declared"));
    REQUIRE(score(bureau, "e1", application).status == 200);
    refused(bureau, scoring("e1"), 409, reason::already_submitted);

    for (const char* each : {"e2", "e3", "e4", "e5"})
        REQUIRE(score(bureau, each, application).status == 200);
    REQUIRE(bureau.seen(application).at("state").at("ids") == json{"recommendation"});
    refused(bureau, scoring("e1"), 409, reason::panel_closed);
}

TEST_CASE("a recused reviewer takes no further part and sees nothing of the application", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.before_the_panel({"e1", "e2", "e3", "e4", "e5"});
    REQUIRE(score(bureau, "e2", application).status == 200);
    REQUIRE(bureau.post("e2", panel_of(application, "recusals"), {{"ground", "kin"}}).status == 200);
    refused(bureau, posting("e2", panel_of(application, "scores"), sheet()), 403, reason::recused);
    refused(bureau, posting("e2", panel_of(application, "declarations"), json::object()), 403, reason::recused);
    refused(bureau, getting("e2", "/v1/applications/" + application), 404, reason::not_found);
    CHECK(bureau.get("e2", "/v1/applications").data().at("items").empty());
    CHECK(bureau.get("e2", "/v1/reviews").data().at("items").empty());
    const auto panel = bureau.get("olga", "/v1/applications/" + application + "/reviews").data().at("items").at(0);
    CHECK(panel.at("progress") == json{{"submitted", 0}, {"members", 4}}); // the recusal voids what e2 had submitted
}

TEST_CASE("a payment is prepared, approved and recorded by three people, in that order", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.with_payment_due();
    const json nothing = json::object();
    refused(bureau, posting("dora", payment_of(application, "approve"), nothing), 409, reason::payment_not_possible);
    REQUIRE(bureau.post("felix", payment_of(application, "prepare"), nothing).status == 200);
    refused(bureau, posting("felix", payment_of(application, "approve"), nothing), 403, reason::same_person);
    refused(bureau, posting("olga", payment_of(application, "approve"), nothing), 403, reason::not_permitted);
    REQUIRE(bureau.post("dora", payment_of(application, "approve"), nothing).status == 200);
    refused(bureau, posting("felix", payment_of(application, "record"), {{"note", "流水号 1"}}), 403,
            reason::same_person);
    refused(bureau, posting("fiona", payment_of(application, "record"), nothing), 422, reason::invalid_value);
    CHECK(bureau.fund().at("paid") == yuan("0.00"));
    REQUIRE(bureau.post("fiona", payment_of(application, "record"), {{"note", "流水号 1"}}).status == 200);
    CHECK(bureau.fund().at("paid") == yuan("120000.00"));
    refused(bureau, posting("fiona", payment_of(application, "record"), {{"note", "流水号 2"}}), 409,
            reason::payment_not_possible);
    CHECK(bureau.log_is_valid());
}

TEST_CASE("the officer who recommends does not approve", "[refusals]") {
    dream_fund bureau;
    const auto application = bureau.submitted("equity");
    bureau.take("olga", application, "accept");
    bureau.take("olga", application, "confirm_verification", {{"findings", "与材料一致"}});
    bureau.take("felix", application, "recommend", {{"in_favour", true}, {"opinion", "建议支持"}});
    refused(bureau, posting("felix", events_of(application), event("approve", {{"opinion", "同意"}})), 403,
            reason::same_person);
}

TEST_CASE("a fund that cannot bear the award refuses it, and nothing moves", "[refusals]") {
    dream_fund bureau{"2026-03-10T09:00:00+08:00", "199999.99"};
    const auto application = bureau.to_be_decided();
    refused(bureau, posting("dora", events_of(application), event("approve", {{"opinion", "同意"}})), 409,
            reason::fund_exhausted);
    CHECK(bureau.fund().at("available") == yuan("199999.99"));
    CHECK(bureau.fund().at("reserved") == yuan("0.00"));
    CHECK(bureau.seen(application).at("state").at("ids") == json{"decision"});
}

TEST_CASE("an appropriation is a sum above zero that the books can hold", "[refusals]") {
    dream_fund bureau{"2026-03-10T09:00:00+08:00", "0.01"};
    const std::string target = std::string{"/v1/funds/"} + dream_fund::programme + "/appropriations";
    refused(bureau, posting("fiona", target, {{"amount", yuan("0.00")}}), 422, reason::amount_invalid);
    refused(bureau, posting("fiona", target, {{"amount", yuan("90000000000.01")}}), 422, reason::amount_invalid);
    refused(bureau, posting("fiona", target, {{"amount", yuan("90000000000.00")}}), 422, reason::arithmetic_overflow);
    CHECK(bureau.fund().at("appropriated") == yuan("0.01"));
}

TEST_CASE("a deadline that runs into a year without a calendar is an error, never a guess", "[refusals]") {
    dream_fund bureau;
    const auto winter = bureau.open_round(dream_fund::programme, "2026-12-01T00:00:00+08:00",
                                          "2027-02-01T00:00:00+08:00", yuan("10000000.00"), 2027);
    bureau.move_to(at("2026-12-28T09:00:00+08:00"));
    const auto application = bureau.draft(bureau.form("maker"), "ada", winter);
    bureau.attach(application, {"business_plan"});
    const auto problem =
        refused(bureau, posting("ada", events_of(application), event("submit")), 503, reason::calendar_year_not_loaded);
    CHECK(problem.at("detail").get<std::string>().find("2027") != std::string::npos);
    CHECK(bureau.get("ada", "/v1/applications/" + application).data().at("state").at("ids") == json{"draft"});
}

TEST_CASE("a barred applicant is told until when", "[refusals]") {
    std::ifstream file{"workflows/incubator-dream-fund/cases.json", std::ios::binary};
    const auto cases = parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000}).value();
    const auto& all = cases.at("cases");
    const auto barring = std::find_if(all.begin(), all.end(), [](const json& each) {
        return each.at("name") == "a failed acceptance ends in recovery and a bar, after a hearing";
    });
    REQUIRE(barring != all.end());
    test_bureau bureau{barring->at("at").get<std::string>()};
    scenario_player player{bureau, dream_fund::programme, cases};
    player.play(*barring);

    json form = cases.at("forms").at("maker");
    form["project"]["title"] = "另一个项目"; // the first one was funded, which would be refused as well
    const auto created = bureau.post("ada", "/v1/applications", {{"programme", dream_fund::programme}, {"form", form}});
    REQUIRE(created.status == 201);
    const std::string again = created.data().at("id");
    bureau.upload("ada", "/v1/applications/" + again + "/documents?kind=business_plan&file_name=plan.pdf",
                  "application/pdf", "%PDF-1.7");
    const auto problem =
        refused(bureau, posting("ada", events_of(again), event("submit")), 409, reason::requirement_not_met);
    CHECK(names_requirement(problem, "not_barred"));
    CHECK(problem.at("requirements").size() == 1);
    CHECK(problem.at("detail").get<std::string>().find("2028-07-27") != std::string::npos);
}
