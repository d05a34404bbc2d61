#include "tests/api/dream_fund.hpp"

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sluice::test {
namespace {

json read_cases() {
    std::ifstream file{"workflows/incubator-dream-fund/cases.json", std::ios::binary};
    return parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000}).value();
}

json grant(const char* role) {
    return json::array({{{"role", role}, {"programme", "*"}}});
}

http_answer taken(http_answer answer, const std::string& what) {
    if (answer.status < 200 || answer.status > 299)
        throw std::runtime_error(fmt::format("{}: {} {}", what, answer.status, answer.body));
    return answer;
}

} // namespace

json yuan(const std::string& amount) {
    return {{"amount", amount}, {"currency", "CNY"}};
}

std::string events_of(const std::string& application) {
    return "/v1/applications/" + application + "/events";
}

json another_project() {
    return {{"project",
             {{"title", "农产品冷链追溯平台"},
              {"summary", "为果蔬产地到市场的冷链运输建立温度记录与批次追溯，供合作社、承运方和监管部门共同使用。"}}}};
}

json sheet() {
    return {{"scores", {{"innovation", 25}, {"market", 20}, {"team", 20}, {"feasibility", 15}}},
            {"recommended", yuan("150000.00")},
            {"comment_to_office", "同意支持"}};
}

dream_fund::dream_fund(std::string_view now, const std::string& appropriated)
    : test_bureau{now}
    , cases_(read_cases()) {
    firm_ = register_organisation("永康星火智能科技有限公司", firm_code);
    rival_ = register_organisation("永康工业有限公司", rival_code);
    hire("ada", grant("applicant"), firm_, nullptr, "ada@example.org");
    hire("ben", grant("applicant"), rival_, nullptr, "ben@example.com");
    for (const char* officer : {"olga", "oscar", "otto"})
        hire(officer, grant("officer"));
    for (const char* director : {"dora", "dirk"})
        hire(director, grant("director"));
    hire("fiona", grant("finance"));
    json all_three = json::array();
    for (const char* role : {"officer", "director", "finance"})
        all_three.push_back({{"role", role}, {"programme", "*"}});
    hire("felix", all_three);
    hire("audrey", grant("auditor"));
    hire("adam", grant("admin"));
    for (const char* expert : {"e1", "e2", "e3", "e5", "e6"})
        hire(expert, grant("reviewer"), "", {{"kind", "technical"}});
    hire("e4", grant("reviewer"), "", {{"kind", "finance"}});
    hire("e7", grant("reviewer"), firm_, {{"kind", "technical"}});
    round_ = open_round(programme, opens_at, closes_at, yuan("10000000.00"), 2026);
    appropriate(programme, yuan(appropriated));
}

json dream_fund::form(const std::string& name, const json& change, const std::string& person) const {
    json filled = cases_.at("forms").at(name);
    if (person == "ben") {
        filled["organisation"]["code"] = rival_code;
        if (filled.contains("investment")) filled["investment"]["investee_code"] = rival_code;
    }
    filled.merge_patch(change);
    return filled;
}

std::string dream_fund::draft(const json& form, const std::string& person, const std::string& round) {
    const json body = {{"programme", programme}, {"round", round.empty() ? round_ : round}, {"form", form}};
    return taken(post(person, "/v1/applications", body), "a draft").data().at("id");
}

void dream_fund::attach(const std::string& application, const std::vector<std::string>& kinds,
                        const std::string& person) {
    for (const auto& kind : kinds)
        taken(upload(person,
                     "/v1/applications/" + application + "/documents?kind=" + kind + "&file_name=" + kind + ".pdf",
                     "application/pdf", "%PDF-1.7 " + kind),
              kind);
}

void dream_fund::take(const std::string& person, const std::string& application, const std::string& event,
                      const json& data) {
    json body = {{"type", event}};
    if (!data.is_null()) body["data"] = data;
    taken(post(person, events_of(application), body), event);
}

std::string dream_fund::submitted(const std::string& form_name, const json& change, const std::string& person) {
    const auto application = draft(form(form_name, change, person), person);
    attach(application, {"business_plan"}, person);
    if (form_name == "equity") attach(application, {"investment_agreement", "bank_receipt"}, person);
    if (form_name == "contest") attach(application, {"contest_certificate"}, person);
    take(person, application, "submit");
    return application;
}

std::string dream_fund::before_the_panel(const std::vector<std::string>& members) {
    const auto application = submitted("maker");
    take("olga", application, "accept");
    json ids = json::array();
    for (const auto& each : members)
        ids.push_back(id_of(each));
    if (!ids.empty())
        taken(post("olga", "/v1/applications/" + application + "/reviews", {{"panel", "expert"}, {"members", ids}}),
              "seating");
    return application;
}

std::string dream_fund::to_be_decided(const json& change, const std::string& person) {
    const auto application = submitted("equity", change, person);
    take("olga", application, "accept");
    take("olga", application, "confirm_verification", {{"findings", "与材料一致"}});
    take("olga", application, "recommend", {{"in_favour", true}, {"opinion", "建议支持"}});
    return application;
}

std::string dream_fund::published() {
    const auto application = to_be_decided();
    take("dora", application, "approve", {{"opinion", "同意"}});
    return application;
}

std::string dream_fund::with_payment_due() {
    const auto application = published();
    const auto days = service::read_calendars("workflows/calendars");
    move_to(calendar::deadline(now(), calendar::parse_delay("7 working days").value(), days).value());
    take("dora", application, "issue_approval", {{"document_number", "永科〔2026〕1 号"}});
    attach(application, {"agreement"});
    take("ada", application, "sign_agreement");
    take("dora", application, "countersign");
    return application;
}

json dream_fund::seen(const std::string& application) {
    return taken(get("audrey", "/v1/applications/" + application), "reading").data();
}

json dream_fund::fund() {
    return taken(get("audrey", std::string{"/v1/funds/"} + programme), "the fund").data();
}

bool dream_fund::log_is_valid() {
    return taken(get("audrey", std::string{"/v1/programmes/"} + programme + "/log/verification"), "the log")
        .data()
        .at("valid");
}

std::vector<std::string> dream_fund::history(const std::string& application) {
    std::vector<std::string> kinds;
    const auto page = taken(get("audrey", events_of(application) + "?limit=200"), "the history").data();
    for (const auto& each : page.at("items"))
        kinds.push_back(each.at("kind"));
    return kinds;
}

} // namespace sluice::test
