#include "tests/api/voucher_office.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sluice::test {
namespace {

json cases_of(const std::string& programme) {
    std::ifstream file{"workflows/" + programme + "/cases.json", std::ios::binary};
    return parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000}).value();
}

http_answer taken(http_answer answer, const std::string& what) {
    if (answer.status < 200 || answer.status > 299)
        throw std::runtime_error(fmt::format("{}: {} {}", what, answer.status, answer.body));
    return answer;
}

constexpr const char* provider_of_ada = "91330784597215142M";
constexpr const char* provider_of_ben = "91330100799655058B";

} // namespace

voucher_office::voucher_office(std::string_view now)
    : dream_fund{now}
    , voucher_cases_(cases_of(vouchers))
    , maker_cases_(cases_of(maker_space)) {
    voucher_round_ =
        open_round(vouchers, "2026-01-01T00:00:00+08:00", "2026-12-25T00:00:00+08:00", yuan("1000000.00"), 2026);
    maker_round_ =
        open_round(maker_space, "2026-01-01T00:00:00+08:00", "2026-12-25T00:00:00+08:00", yuan("0.00"), 2026);
    appropriate(vouchers, yuan("1000000.00"));
}

json voucher_office::voucher_form(const std::string& amount, const std::string& person) const {
    json form = voucher_cases_.at("forms").at("service");
    form["requested_amount"] = yuan(amount);
    form["organisation"]["code"] = person == "ben" ? rival_code : firm_code;
    form["provider"]["code"] = person == "ben" ? provider_of_ben : provider_of_ada;
    return form;
}

std::string voucher_office::apply(const std::string& to, const std::string& in_round, const json& form,
                                  const std::string& person) {
    const json body = {{"programme", to}, {"round", in_round}, {"form", form}};
    return taken(post(person, "/v1/applications", body), "a draft").data().at("id");
}

void voucher_office::upload_as(const std::string& person, const std::string& application, const std::string& kind) {
    const auto target = "/v1/applications/" + application + "/documents?kind=" + kind + "&file_name=" + kind + ".pdf";
    taken(upload(person, target, "application/pdf", "%PDF-1.7 " + kind), kind);
}

std::string voucher_office::to_be_issued(const std::string& amount, const std::string& person) {
    const auto application = apply(vouchers, voucher_round_, voucher_form(amount, person), person);
    upload_as(person, application, "service_plan");
    take(person, application, "submit");
    take("olga", application, "accept");
    take("olga", application, "recommend", {{"in_favour", true}, {"opinion", "建议发放"}});
    return application;
}

std::string voucher_office::issued(const std::string& amount, const std::string& person) {
    auto application = to_be_issued(amount, person);
    take("dora", application, "issue", {{"opinion", "同意"}});
    return application;
}

void voucher_office::redeem(const std::string& application, const std::string& service_price,
                            const std::string& person) {
    for (const char* kind : {"contract", "result", "invoice", "payment_proof"})
        upload_as(person, application, kind);
    take(person, application, "redeem",
         {{"service_amount", yuan(service_price)}, {"completed_on", "2026-03-20"}, {"invoice_number", "24332000"}});
}

std::string voucher_office::awaiting_settlement(const std::string& amount, const std::string& service_price,
                                                const std::string& person) {
    auto application = issued(amount, person);
    redeem(application, service_price, person);
    take("olga", application, "accept_redemption", {{"findings", "材料齐全"}});
    return application;
}

json voucher_office::draw() {
    return taken(post("olga", spot_checks("/settlement"), json::object()), "a draw").data();
}

void voucher_office::pass_audit(const std::string& application) {
    take("oscar", application, "pass_audit", {{"findings", "原件相符"}});
}

void voucher_office::pay(const std::string& application) {
    const auto target = "/v1/applications/" + application + "/payments/voucher/";
    taken(post("olga", target + "prepare", json::object()), "prepare");
    taken(post("dora", target + "approve", json::object()), "approve");
    taken(post("fiona", target + "record", {{"note", "bank reference"}}), "record");
}

std::string voucher_office::admitted_to_maker_space() {
    const auto application = apply(maker_space, maker_round_, maker_cases_.at("forms").at("team"), "ada");
    upload_as("ada", application, "business_plan");
    take("ada", application, "submit");
    take("olga", application, "accept");
    json members = json::array();
    for (const char* expert : {"e1", "e2", "e3", "e4", "e5"})
        members.push_back(id_of(expert));
    const auto reviews = "/v1/applications/" + application + "/reviews";
    taken(post("olga", reviews, {{"panel", "expert"}, {"members", members}}), "a panel");
    json scores = sheet();
    scores.erase("recommended");
    for (const char* expert : {"e1", "e2", "e3", "e4", "e5"}) {
        taken(post(expert, reviews + "/expert/declarations", json::object()), "a declaration");
        taken(post(expert, reviews + "/expert/scores", scores), "a score");
    }
    take("olga", application, "recommend", {{"in_favour", true}, {"opinion", "建议入驻"}});
    take("dora", application, "approve", {{"opinion", "同意"}});
    move_to(instant{now().milliseconds + 14LL * 24 * 60 * 60 * 1000});
    take("dora", application, "admit", {{"document_number", "永科〔2026〕2 号"}, {"place", "A 座 301"}});
    return application;
}

std::string voucher_office::state_of(const std::string& application) {
    return seen(application).at("state").at("ids").at(0);
}

std::string voucher_office::spot_checks(const std::string& rest) const {
    return "/v1/rounds/" + voucher_round_ + "/spot-checks" + rest;
}

std::string voucher_office::moved(const std::string& movement, const std::string& period) {
    const auto fund = get("audrey", std::string{"/v1/funds/"} + vouchers + period);
    return taken(fund, "the fund").data().at("turnover").at("movements").at(movement).at("amount");
}

} // namespace sluice::test
