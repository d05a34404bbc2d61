// What follows a decision: the agreement, what is owed and when, changes, bars.

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

constexpr const char* funds[] = {"incubator-dream-fund", "rd-reward-fund", "transformation-guidance-fund"};

std::string path_of(const std::string& application, const std::string& part = "") {
    return "/v1/applications/" + application + part;
}

void wait(dream_fund& bureau, std::string_view delay) {
    const auto days = service::read_calendars("workflows/calendars");
    bureau.move_to(calendar::deadline(bureau.now(), calendar::parse_delay(delay).value(), days).value());
}

/// The dream fund a year earlier, so that what takes a year is over before the calendars are.
dream_fund a_year_earlier() {
    return dream_fund{"2025-01-08T09:00:00+08:00"};
}

void upload(dream_fund& bureau, const std::string& application, const std::string& kind, const std::string& bytes) {
    const auto done = bureau.upload("ada", path_of(application, "/documents?kind=" + kind + "&file_name=a.pdf"),
                                    "application/pdf", bytes);
    INFO(done.body);
    REQUIRE(done.status == 201);
}

/// A round of the programme that is open from 2025 on.
std::string long_round(dream_fund& bureau, const std::string& programme) {
    return bureau.open_round(programme, "2025-01-01T00:00:00+08:00", "2027-01-01T00:00:00+08:00", yuan("1000000.00"),
                             2025);
}

/// Up to the open project: published without objections, signed by both, and the first tranche paid.
std::string operating(dream_fund& bureau, const std::string& title = "一号项目") {
    const auto round = long_round(bureau, dream_fund::programme);
    const auto application = bureau.draft(bureau.form("equity", {{"project", {{"title", title}}}}), "ada", round);
    bureau.attach(application, {"business_plan", "investment_agreement", "bank_receipt"});
    bureau.take("ada", application, "submit");
    bureau.take("olga", application, "accept");
    bureau.take("olga", application, "confirm_verification", {{"findings", "与材料一致"}});
    bureau.take("olga", application, "recommend", {{"in_favour", true}, {"opinion", "建议支持"}});
    bureau.take("dora", application, "approve", {{"opinion", "同意"}});
    wait(bureau, "7 working days");
    bureau.take("dora", application, "issue_approval", {{"document_number", "永科〔2025〕1 号"}});
    bureau.attach(application, {"agreement"});
    bureau.take("ada", application, "sign_agreement");
    bureau.take("dora", application, "countersign");
    const auto payment = path_of(application, "/payments/first/");
    REQUIRE(bureau.post("olga", payment + "prepare", json::object()).status == 200);
    REQUIRE(bureau.post("dora", payment + "approve", json::object()).status == 200);
    REQUIRE(bureau.post("fiona", payment + "record", {{"note", "回单"}}).status == 200);
    return application;
}

json obligation(dream_fund& bureau, const std::string& application, const std::string& name) {
    const auto all = bureau.seen(application).at("obligations");
    const auto found = std::find_if(all.begin(), all.end(), [&](const json& each) { return each.at("name") == name; });
    return found == all.end() ? json(nullptr) : *found;
}

/// The requirements that stand in the way of a submission of the firm to that programme now.
std::vector<std::string> in_the_way(dream_fund& bureau, const std::string& programme) {
    const auto created =
        bureau.post("ada", "/v1/applications", {{"programme", programme}, {"round", long_round(bureau, programme)}});
    INFO(created.body);
    REQUIRE(created.status == 201);
    const auto answer = bureau.post("ada", events_of(created.data().at("id")) + "?dryRun=true", {{"type", "submit"}});
    std::vector<std::string> unmet;
    const auto problem = answer.data();
    for (const auto& each : problem.at("requirements"))
        unmet.push_back(each.at("id"));
    return unmet;
}

bool names(const std::vector<std::string>& all, const std::string& wanted) {
    return std::find(all.begin(), all.end(), wanted) != all.end();
}

const json passed = {{"findings", "属实"}, {"spent", yuan("120000.00")}};

} // namespace

TEST_CASE("both sides sign one exact file: its digest is on record, and another file is signed anew",
          "[after-decision]") {
    auto bureau = a_year_earlier();
    const auto application = operating(bureau);
    auto signatures = bureau.seen(application).at("signatures");
    REQUIRE(signatures.size() == 2);
    const auto documents = bureau.seen(application).at("documents");
    const auto file = std::find_if(documents.begin(), documents.end(),
                                   [](const json& each) { return each.at("kind") == "agreement"; });
    for (const auto& each : signatures) {
        CHECK(each.at("document") == "agreement");
        CHECK(each.at("sha256") == file->at("sha256"));
        CHECK(each.at("valid") == true);
    }
    CHECK(signatures[0].at("role") == "applicant");
    CHECK(signatures[0].at("by") == bureau.id_of("ada"));
    CHECK(signatures[1].at("role") == "director");
    CHECK(signatures[1].at("by") == bureau.id_of("dora"));
    CHECK(bureau.get("ada", path_of(application)).data().at("signatures") == signatures);

    dream_fund other;
    const auto second = other.published();
    wait(other, "7 working days");
    other.take("dora", second, "issue_approval", {{"document_number", "永科〔2026〕1 号"}});
    refused(other, posting("ada", events_of(second), {{"type", "sign_agreement"}}), 409, reason::document_missing);
    upload(other, second, "agreement", "%PDF-1.7 one");
    other.take("ada", second, "sign_agreement");
    upload(other, second, "agreement", "%PDF-1.7 another");
    signatures = other.seen(second).at("signatures");
    CHECK(signatures.at(0).at("valid") == false);
    const json countersign = {{"type", "countersign"}};
    const auto problem =
        refused(other, posting("dora", events_of(second), countersign), 409, reason::requirement_not_met);
    CHECK(names_requirement(problem, "applicant_signed"));
    const json old = {{"type", "sign_agreement"}, {"data", {{"sha256", signatures.at(0).at("sha256")}}}};
    CHECK(other.post("ada", events_of(second), old).data().at("reason") == "version_conflict");
    other.take("ada", second, "sign_agreement");
    other.take("dora", second, "countersign");
    signatures = other.seen(second).at("signatures");
    REQUIRE(signatures.size() == 3);
    CHECK(signatures[1].at("valid") == true);
    CHECK(signatures[2].at("valid") == true);
    CHECK(other.log_is_valid());
}

TEST_CASE("what is owed is shown, stands on the work list, and blocks every fund while it is overdue",
          "[after-decision]") {
    auto bureau = a_year_earlier();
    const auto application = operating(bureau);
    const auto owed = obligation(bureau, application, "mid_term_report");
    REQUIRE(owed.is_object());
    CHECK(owed.at("met_at").is_null());
    const auto listed = [&] {
        const auto tasks = bureau.get("ada", "/v1/tasks").data().at("items");
        const auto found = std::find_if(tasks.begin(), tasks.end(), [&](const json& each) {
            return each.at("kind") == "obligation" && each.at("due_at") == owed.at("due_at");
        });
        return found == tasks.end() ? json(nullptr) : *found;
    };
    CHECK(listed().at("overdue") == false);
    for (const char* fund : funds)
        CHECK_FALSE(names(in_the_way(bureau, fund), "nothing_overdue"));

    wait(bureau, "7 months");
    CHECK(listed().at("overdue") == true);
    for (const char* fund : funds) {
        INFO(fund);
        CHECK(names(in_the_way(bureau, fund), "nothing_overdue"));
    }
    upload(bureau, application, "mid_term_report", "%PDF-1.7 report");
    bureau.take("ada", application, "file_mid_term_report", {{"summary", "按计划"}, {"spent", yuan("1.00")}});
    for (const char* fund : funds)
        CHECK(names(in_the_way(bureau, fund), "nothing_overdue")); // filed is not passed
    bureau.take("olga", application, "confirm_mid_term", {{"findings", "属实"}});
    CHECK(obligation(bureau, application, "mid_term_report").at("met_at").is_string());
    CHECK(listed().is_null());
    for (const char* fund : funds)
        CHECK_FALSE(names(in_the_way(bureau, fund), "nothing_overdue"));
    CHECK(bureau.log_is_valid());
}

TEST_CASE("a change of the project is asked for, decided, and shown", "[after-decision]") {
    auto bureau = a_year_earlier();
    const auto application = operating(bureau);
    const json wanted = {{"what", "team_lead"}, {"to", "李四"}, {"reason", "离职"}};
    refused(bureau, posting("olga", events_of(application), {{"type", "request_change"}, {"data", wanted}}), 403,
            reason::not_permitted);
    bureau.take("ada", application, "request_change", wanted);
    CHECK(bureau.seen(application).at("project_changes").empty());
    bureau.take("dora", application, "approve_change");
    const auto changes = bureau.seen(application).at("project_changes");
    REQUIRE(changes.size() == 1);
    CHECK(changes[0].at("what") == "team_lead");
    CHECK(changes[0].at("after") == "李四");
    CHECK(changes[0].at("approved_by") == bureau.id_of("dora"));
}

TEST_CASE("an overdue acceptance blocks every fund until it is asked for; one that fails bars after the hearing",
          "[after-decision]") {
    auto bureau = a_year_earlier();
    const auto application = operating(bureau);
    bureau.move_to(parse_rfc3339("2025-06-20T09:00:00+08:00").value());
    bureau.take("olga", application, "propose_termination", {{"reason", "停业"}});
    bureau.take("ada", application, "state_defence", {{"statement", "正在整改"}, {"evidence", {"说明"}}});
    bureau.take("dora", application, "resume_project", {{"reason", "给予整改机会"}});
    CHECK(bureau.seen(application).at("state").at("ids").at(0) == "operating");
    wait(bureau, "8 months");
    CHECK(bureau.seen(application).at("state").at("ids").at(0) == "acceptance_pending");
    CHECK(obligation(bureau, application, "acceptance").at("met_at").is_null());
    wait(bureau, "3 months");
    INFO(to_rfc3339(bureau.now()) << bureau.seen(application).dump());
    CHECK(bureau.seen(application).at("state").at("ids").at(0) == "acceptance_overdue");
    for (const char* fund : funds)
        CHECK(names(in_the_way(bureau, fund), "nothing_overdue"));
    upload(bureau, application, "acceptance_report", "%PDF-1.7 report");
    upload(bureau, application, "final_accounts", "%PDF-1.7 accounts");
    bureau.take("ada", application, "request_acceptance", {{"summary", "完成"}, {"spent", yuan("120000.00")}});
    for (const char* fund : funds)
        CHECK_FALSE(names(in_the_way(bureau, fund), "nothing_overdue"));
    bureau.take("olga", application, "report_acceptance", passed);
    bureau.take("dora", application, "fail_acceptance", {{"reason", "指标未达"}});
    CHECK(bureau.seen(application).at("state").at("ids").at(0) == "hearing_notice");
    for (const char* fund : funds)
        CHECK_FALSE(names(in_the_way(bureau, fund), "not_barred")); // heard first
    bureau.take("ada", application, "state_defence", {{"statement", "无异议"}, {"evidence", json::array({"说明"})}});
    bureau.take("dora", application, "order_recovery", {{"amount", yuan("60000.00")}, {"reason", "指标未达"}});
    for (const char* fund : funds)
        CHECK(names(in_the_way(bureau, fund), "not_barred"));
    const auto firm = bureau.get("dora", "/v1/organisations/" + bureau.firm()).data();
    CHECK(firm.at("barred_until").get<std::string>().substr(0, 4) == "2029");
    CHECK(bureau.log_is_valid());
}

TEST_CASE("an application lifts its own bar and leaves those of others", "[after-decision]") {
    auto bureau = a_year_earlier();
    const auto first = operating(bureau), second = operating(bureau, "二号项目");
    bureau.take("olga", first, "propose_termination", {{"reason", "停业"}});
    bureau.take("ada", first, "state_defence", {{"statement", "无异议"}, {"evidence", json::array({"说明"})}});
    bureau.take("dora", first, "terminate", {{"reason", "停业"}});
    const auto barred_until = [&] {
        return bureau.get("dora", "/v1/organisations/" + bureau.firm()).data().at("barred_until");
    };
    const auto until = barred_until();
    REQUIRE(until.is_string());
    wait(bureau, "1 year");
    wait(bureau, "4 months");
    REQUIRE(bureau.seen(second).at("state").at("ids").at(0) == "acceptance_overdue");
    upload(bureau, second, "acceptance_report", "%PDF-1.7 report");
    upload(bureau, second, "final_accounts", "%PDF-1.7 accounts");
    bureau.take("ada", second, "request_acceptance", {{"summary", "完成"}, {"spent", yuan("120000.00")}});
    CHECK(barred_until() == until);
    for (const char* fund : funds)
        CHECK(names(in_the_way(bureau, fund), "not_barred"));
}
