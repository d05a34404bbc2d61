// A published example of pro-rata sharing through the API: a pool of 500,000, claims of 1,000,000 in all.

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"
#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <iterator>
#include <stdexcept>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr const char* reward = "rd-reward-fund";

/// A firm whose claim is 1 % of its base and 2 % of what that grew by, 500,000 at the most.
struct claimant {
    const char* code;
    const char* base;
    const char* prior;
    const char* claim;
    const char* share;
};

// 333,333.33 and 66,666.67 both halve to a fen and a half: the one fen left goes to the lower application number.
constexpr std::array claimants{
    claimant{"91330784597215142M", "4000000.00", "1000000.00", "100000.00", "50000.00"},
    claimant{"91330784MA2EEJ1T50", "30000000.00", "10000000.00", "500000.00", "250000.00"},
    claimant{"11331021002687352Y", "15000000.00", "5833333.50", "333333.33", "166666.67"},
    claimant{"91330100799655058B", "3000000.00", "1166666.50", "66666.67", "33333.33"},
};

/// The reward fund with its three desks and one applicant a firm.
class reward_fund : public test_bureau {
public:
    explicit reward_fund(const std::string& pool)
        : test_bureau{"2026-03-10T09:00:00+08:00"} {
        for (const auto& [person, role] : {std::pair{"olga", "officer"},
                                           {"sven", "officer:science"},
                                           {"tara", "officer:tax"},
                                           {"stan", "officer:statistics"},
                                           {"dora", "director"},
                                           {"fiona", "finance"},
                                           {"audrey", "auditor"}})
            hire(person, json::array({{{"role", role}, {"programme", reward}}}));
        round_ = open_round(reward, "2026-03-02T00:00:00+08:00", "2026-06-01T00:00:00+08:00", yuan(pool), 2026);
        appropriate(reward, yuan(pool));
        std::ifstream file{"workflows/rd-reward-fund/cases.json", std::ios::binary};
        form_ = parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000})
                    .value()
                    .at("forms")
                    .at("ordinary");
    }

    const std::string& round() const { return round_; }
    std::string allocation() const { return "/v1/rounds/" + round_ + "/allocation"; }

    void take(const std::string& person, const std::string& application, const std::string& type,
              const json& data = json::object()) {
        json body = {{"type", type}};
        if (!data.empty()) body["data"] = data;
        expect(post(person, events_of(application), body), type);
    }

    /// From the draft until the application waits for its share.
    std::string waiting(const claimant& firm) {
        const std::string person = firm.code;
        hire(person, json::array({{{"role", "applicant"}, {"programme", reward}}}),
             register_organisation(person, firm.code));
        const auto created =
            post(person, "/v1/applications", {{"programme", reward}, {"round", round_}, {"form", form_of(firm)}});
        expect(created, "a draft");
        const std::string id = created.data().at("id");
        for (const std::string kind : {"audit_report", "tax_return", "statistics_form", "ledger"})
            expect(upload(person, "/v1/applications/" + id + "/documents?kind=" + kind + "&file_name=a.pdf",
                          "application/pdf", "%PDF-1.7"),
                   kind);
        take(person, id, "submit");
        take("olga", id, "accept");
        take("stan", id, "confirm_statistics",
             {{"revenue", yuan("80000000.00")}, {"prior", yuan(firm.prior)}, {"findings", "一致"}});
        take("sven", id, "confirm_science", {{"audited", yuan(firm.base)}, {"findings", "一致"}});
        take("tara", id, "confirm_tax", {{"deducted", yuan(firm.base)}, {"findings", "一致"}});
        take("olga", id, "recommend", {{"in_favour", true}, {"opinion", "建议支持"}});
        take("dora", id, "approve", {{"opinion", "同意"}});
        return id;
    }

    /// The end of the notice, the approval, and the payment by three people.
    void pay_out(const std::vector<std::string>& applications) {
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

    json fund() { return get("audrey", std::string{"/v1/funds/"} + reward).data(); }
    json seen(const std::string& application) { return get("audrey", "/v1/applications/" + application).data(); }

private:
    static void expect(const http_answer& answer, const std::string& what) {
        if (answer.status < 200 || answer.status > 299) throw std::runtime_error(what + ": " + answer.body);
    }

    json form_of(const claimant& firm) const {
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

    std::string round_;
    json form_;
};

json without_decision(json allocation) {
    for (const char* key : {"decided_at", "by"})
        allocation.erase(key);
    return allocation;
}

fen sum(const json& items, const char* key) {
    fen total;
    for (const auto& each : items)
        total += money_from_json(each.at(key), "").value();
    return total;
}

} // namespace

TEST_CASE(
    "a claim of 100,000 on a pool half as large as all claims is paid 50,000.00, and the parts are the pool to the fen",
    "[allocation]") {
    reward_fund bureau{"500000.00"};
    std::vector<std::string> applications;
    for (const auto& each : claimants) {
        applications.push_back(bureau.waiting(each));
        CHECK(bureau.seen(applications.back()).at("variables").at("claim") == yuan(each.claim));
    }

    const auto before = bureau.fund();
    const auto preview = bureau.get("dora", bureau.allocation());
    REQUIRE(preview.status == 200);
    CHECK(preview.data().at("decided_at").is_null());
    CHECK(bureau.fund() == before);
    CHECK(bureau.get("", "/v1/rounds/" + bureau.round()).data().at("allocation").is_null());

    const auto decided = bureau.post("dora", bureau.allocation(), json::object());
    REQUIRE(decided.status == 200);
    CHECK(decided.data().at("by") == bureau.id_of("dora"));
    CHECK(without_decision(decided.data()) == without_decision(preview.data()));
    const auto items = decided.data().at("items");
    REQUIRE(items.size() == claimants.size());
    for (std::size_t i = 0; i < claimants.size(); ++i) {
        CHECK(items.at(i).at("application") == applications[i]);
        CHECK(items.at(i).at("claim") == yuan(claimants[i].claim));
        CHECK(items.at(i).at("amount") == yuan(claimants[i].share));
    }
    CHECK(sum(items, "claim") == fen{100'000'000});
    CHECK(sum(items, "amount") == fen{50'000'000});
    CHECK(decided.data().at("total") == yuan("500000.00"));
    CHECK(bureau.fund().at("reserved") == yuan("500000.00"));
    CHECK(bureau.get("", "/v1/notices").data().at("items").size() == claimants.size());

    bureau.pay_out(applications);
    const auto fund = bureau.fund();
    CHECK(fund.at("paid") == yuan("500000.00"));
    for (const char* empty : {"available", "reserved", "committed"})
        CHECK(fund.at(empty) == yuan("0.00"));
    for (std::size_t i = 0; i < claimants.size(); ++i) {
        const auto application = bureau.seen(applications[i]);
        CHECK(application.at("state").at("ids") == json{"closed"});
        CHECK(application.at("money").at("paid") == yuan(claimants[i].share));
        REQUIRE(application.at("payments").at(0).at("steps").size() == 3);
        std::set<std::string> hands;
        for (const auto& step : application.at("payments").at(0).at("steps"))
            hands.insert(step.at("by"));
        CHECK(hands.size() == 3);
    }
    const auto log = bureau.get("audrey", std::string{"/v1/programmes/"} + reward + "/log/verification").data();
    CHECK(log.at("valid") == true);
    CHECK(log.at("length") > 40);
}

TEST_CASE("claims within the pool are paid in full, and the rest stays in the fund", "[allocation]") {
    reward_fund bureau{"500000.00"};
    const auto one = bureau.waiting(claimants[0]), other = bureau.waiting(claimants[3]);
    const auto decided = bureau.post("dora", bureau.allocation(), json::object());
    REQUIRE(decided.status == 200);
    CHECK(decided.data().at("total") == yuan("166666.67"));
    bureau.pay_out({one, other});
    CHECK(bureau.fund().at("paid") == yuan("166666.67"));
    CHECK(bureau.fund().at("available") == yuan("333333.33"));
}

TEST_CASE("a pool is shared once, by a director, among those who wait", "[allocation]") {
    reward_fund bureau{"500000.00"};
    refused(bureau, posting("dora", bureau.allocation(), json::object()), 409, reason::event_not_possible);
    bureau.waiting(claimants[0]);
    refused(bureau, posting("olga", bureau.allocation(), json::object()), 403, reason::not_permitted);
    refused(bureau, getting("olga", bureau.allocation()), 403, reason::not_permitted);
    REQUIRE(bureau.post("dora", bureau.allocation(), json::object()).status == 200);
    refused(bureau, posting("dora", bureau.allocation(), json::object()), 409, reason::already_exists);
    const auto kept = bureau.get("dora", bureau.allocation());
    REQUIRE(kept.status == 200);
    CHECK_FALSE(kept.data().at("decided_at").is_null());
    CHECK_FALSE(kept.data().at("items").empty());
}
