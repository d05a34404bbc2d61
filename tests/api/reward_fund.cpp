#include "tests/api/reward_fund.hpp"

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sluice::test {
namespace {

constexpr const char* morning = "2026-03-10T09:00:00+08:00";

void expect(const http_answer& answer, const std::string& what) {
    if (answer.status < 200 || answer.status > 299) throw std::runtime_error(what + ": " + answer.body);
}

std::string contents_of(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

changed_workflows::changed_workflows(const std::function<void(ordered_json&)>& change) {
    std::string pattern = (std::filesystem::temp_directory_path() / "sluice-workflows-XXXXXX").string();
    if (!mkdtemp(pattern.data())) throw std::runtime_error("cannot make a temporary folder");
    path_ = pattern;
    std::filesystem::copy("workflows", path_, std::filesystem::copy_options::recursive);
    const auto file = path_ / reward_fund::programme / "workflow.json";
    auto workflow = ordered_json::parse(contents_of(file));
    change(workflow);
    std::ofstream{file, std::ios::binary} << workflow.dump();
}

changed_workflows::~changed_workflows() {
    std::filesystem::remove_all(path_);
}

reward_fund::reward_fund(const std::string& pool)
    : test_bureau{morning} {
    set_up(pool);
}

reward_fund::reward_fund(const std::string& pool, const changed_workflows& workflows)
    : test_bureau{morning, workflows.path(), definitions::only_read} {
    set_up(pool);
}

void reward_fund::set_up(const std::string& pool) {
    for (const auto& [person, role] : {std::pair{"olga", "officer"},
                                       {"oscar", "officer"},
                                       {"sven", "officer:science"},
                                       {"tara", "officer:tax"},
                                       {"stan", "officer:statistics"},
                                       {"dora", "director"},
                                       {"fiona", "finance"},
                                       {"audrey", "auditor"}})
        hire(person, json::array({{{"role", role}, {"programme", programme}}}));
    round_ = open_round(programme, "2026-03-02T00:00:00+08:00", "2026-06-01T00:00:00+08:00", yuan(pool), 2026);
    appropriate(programme, yuan(pool));
    form_ = parse_json(contents_of(std::filesystem::path{"workflows"} / programme / "cases.json"), {64, 2'000})
                .value()
                .at("forms")
                .at("ordinary");
}

void reward_fund::take(const std::string& person, const std::string& application, const std::string& type,
                       const json& data) {
    json body = {{"type", type}};
    if (!data.empty()) body["data"] = data;
    expect(post(person, events_of(application), body), type);
}

std::string reward_fund::draft(const claimant& firm, const json& change) {
    const std::string person = firm.code;
    hire(person, json::array({{{"role", "applicant"}, {"programme", programme}}}),
         register_organisation(person, firm.code));
    json form = form_of(firm);
    form.merge_patch(change);
    const auto created =
        post(person, "/v1/applications", {{"programme", programme}, {"round", round_}, {"form", form}});
    expect(created, "a draft");
    const std::string id = created.data().at("id");
    for (const std::string kind : {"audit_report", "tax_return", "statistics_form", "ledger"})
        expect(upload(person, "/v1/applications/" + id + "/documents?kind=" + kind + "&file_name=a.pdf",
                      "application/pdf", "%PDF-1.7"),
               kind);
    return id;
}

std::string reward_fund::waiting(const claimant& firm, const json& change) {
    const auto id = draft(firm, change);
    take(firm.code, id, "submit");
    take("olga", id, "accept");
    take("stan", id, "confirm_statistics",
         {{"revenue", yuan("80000000.00")}, {"prior", yuan(firm.prior)}, {"findings", "一致"}});
    take("sven", id, "confirm_science", {{"audited", yuan(firm.base)}, {"findings", "一致"}});
    take("tara", id, "confirm_tax", {{"deducted", yuan(firm.base)}, {"findings", "一致"}});
    take("olga", id, "recommend", {{"in_favour", true}, {"opinion", "建议支持"}});
    take("dora", id, "approve", {{"opinion", "同意"}});
    return id;
}

void reward_fund::pay_out(const std::vector<std::string>& applications) {
    const auto days = service::read_calendars("workflows/calendars");
    move_to(calendar::deadline(now(), calendar::parse_delay("7 working days").value(), days).value());
    for (const auto& each : applications) {
        take("dora", each, "issue_approval", {{"document_number", "永科〔2026〕8 号"}});
        const std::string payment = "/v1/applications/" + each + "/payments/reward/";
        expect(post("olga", payment + "prepare", json::object()), "preparing");
        expect(post("dora", payment + "approve", json::object()), "approving");
        expect(post("fiona", payment + "record", {{"note", "流水号 " + each}}), "recording");
    }
}

void reward_fund::remove_by_objection(const std::string& application) {
    const std::string notice = seen(application).at("notices").at(0).at("id");
    expect(post("", "/v1/notices/" + notice + "/objections",
                {{"name", "王某"}, {"contact", "13800000000"}, {"statement", "数据不实"}}),
           "objecting");
    take("oscar", application, "uphold_objection", {{"answer", "异议成立"}});
}

json reward_fund::fund() {
    return get("audrey", std::string{"/v1/funds/"} + programme).data();
}

json reward_fund::seen(const std::string& application) {
    return get("audrey", "/v1/applications/" + application).data();
}

json reward_fund::form_of(const claimant& firm) const {
    json form = form_;
    form["organisation"]["code"] = firm.code;
    form["expenditure"] = {{"declared", yuan(firm.base)},
                           {"audited", yuan(firm.base)},
                           {"deducted", yuan(firm.base)},
                           {"prior", yuan(firm.prior)},
                           {"funded_elsewhere", yuan("0.00")}};
    for (auto& [item, amount] : form["breakdown"].items())
        amount = yuan(item == "personnel" ? firm.base : "0.00");
    return form;
}

} // namespace sluice::test
