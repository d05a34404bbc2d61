// Which fund is for me: every programme's answer to one profile, and nothing kept of it.

#include "tests/api/dream_fund.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <chrono>
#include <stdexcept>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr const char* dream = "incubator-dream-fund";
constexpr const char* reward = "rd-reward-fund";
constexpr const char* guidance = "transformation-guidance-fund";

/// An industrial firm with growing R&D that has just received its first investment and does not say what it seeks.
json growing_firm() {
    return {{"organisation", {{"kind", "firm"}, {"industrial", true}, {"listed", false}, {"barred", false}}},
            {"project", {{"funded_before", false}}},
            {"finance", {{"sales", yuan("100000000.00")}}},
            {"research",
             {{"spending", yuan("15000000.00")},
              {"spending_before", yuan("5833333.50")},
              {"outsourced", yuan("0.00")},
              {"funded_elsewhere", yuan("0.00")}}},
            {"investment", {{"received", true}, {"first", true}, {"amount", yuan("4999999.99")}}}};
}

json matched(test_bureau& bureau, const json& profile) {
    const auto answer = bureau.post("", "/v1/programmes/match", {{"profile", profile}});
    if (answer.status != 200) throw std::runtime_error(fmt::format("{}: {}", answer.status, answer.body));
    return answer.data();
}

json answer_of(const json& all, const std::string& programme) {
    for (const auto& each : all.at("programmes"))
        if (each.at("programme") == programme) return each;
    throw std::runtime_error("no answer of " + programme);
}

std::vector<std::string> fields(const json& missing) {
    std::vector<std::string> names;
    for (const auto& each : missing)
        names.push_back(each.at("field"));
    return names;
}

json condition(const json& part, const std::string& id) {
    for (const auto& each : part.at("conditions"))
        if (each.at("id") == id) return each;
    throw std::runtime_error("no condition " + id);
}

json route(const json& programme, const std::string& id) {
    for (const auto& each : programme.at("routes"))
        if (each.at("id") == id) return each;
    throw std::runtime_error("no route " + id);
}

std::vector<std::string> documents(const json& part) {
    std::vector<std::string> names;
    for (const auto& each : part.at("documents"))
        names.push_back(each.at("document"));
    return names;
}

} // namespace

TEST_CASE("a firm is eligible for one fund, not for another, and a third has to know more") {
    dream_fund bureau;
    auto profile = growing_firm();
    profile["research"]["spending_before"] = yuan("15000000.00"); // no growth
    const auto all = matched(bureau, profile);
    const auto eligible = answer_of(all, dream);
    CHECK(eligible.at("verdict") == "eligible");
    CHECK(route(eligible, "equity_investment").at("verdict") == "eligible");
    CHECK(route(eligible, "contest_award").at("verdict") == "open");
    CHECK(eligible.at("missing").empty());
    CHECK(eligible.at("amount").at("from") == yuan("300000.00")); // 2 to 5 million yuan invested
    CHECK(eligible.at("amount").at("to") == yuan("300000.00"));

    const auto refused = answer_of(all, reward);
    CHECK(refused.at("verdict") == "not_eligible");
    CHECK(condition(refused, "grown").at("verdict") == "not_met");
    CHECK(condition(refused, "grown").at("explanation").at("zh") == "研发投入须比上一年度增长");
    CHECK(condition(refused, "base_large_enough").at("verdict") == "met");
    CHECK(refused.at("amount").is_null());
    CHECK(refused.at("documents").empty());

    const auto open = answer_of(all, guidance);
    CHECK(open.at("verdict") == "not_eligible"); // sales far above the limit: what is missing would not help
    CHECK(condition(open, "sales_within_limit").at("explanation").at("en") ==
          "Yearly sales may be at most 10000000.00 yuan");
    profile["finance"]["sales"] = yuan("9000000.00");
    const auto smaller = answer_of(matched(bureau, profile), guidance);
    CHECK(smaller.at("verdict") == "open");
    const auto missing = fields(smaller.at("missing"));
    CHECK(std::find(missing.begin(), missing.end(), "staff.total") != missing.end());
    CHECK(std::find(missing.begin(), missing.end(), "financing.instrument") != missing.end());
    CHECK(std::find(missing.begin(), missing.end(), "finance.sales") == missing.end());
    for (const auto& each : smaller.at("missing"))
        if (each.at("field") == "staff.total") {
            CHECK(each.at("title").at("zh") == "职工：职工总数");
            CHECK(each.at("title").at("en") == "Staff: All staff");
        }
}

TEST_CASE("filling in what is unknown closes the question") {
    dream_fund bureau;
    json profile = {{"organisation", {{"kind", "firm"}, {"barred", false}, {"listed", false}}},
                    {"project", {{"high_technology", true}}}};
    const json known = {{"organisation", {{"registered_on", "2023-05-01"}}},
                        {"staff", {{"total", 50}, {"technical_college", 20}, {"research", 8}}},
                        {"finance", {{"sales", yuan("5000000.00")}, {"net_assets", yuan("900000.00")}}},
                        {"research", {{"spending", yuan("250000.00")}}},
                        {"financing", {{"instrument", "loan_risk_compensation"}, {"loan", yuan("1234567.89")}}}};
    auto answer = answer_of(matched(bureau, profile), guidance);
    std::size_t asked = 0;
    for (; answer.at("verdict") == "open" && asked < 30; ++asked) {
        const json::json_pointer field{"/" + [&] {
            auto path = fields(answer.at("missing")).front();
            std::replace(path.begin(), path.end(), '.', '/');
            return path;
        }()};
        if (known.contains(field))
            profile[field] = known.at(field);
        else // what another instrument would need
            profile[json::json_pointer{"/financing/instrument"}] = "loan_risk_compensation";
        answer = answer_of(matched(bureau, profile), guidance);
    }
    CHECK(asked > 5);
    CHECK(asked < 30);
    CHECK(answer.at("verdict") == "eligible");
    CHECK(answer.at("missing").empty());
    CHECK(answer.at("amount").at("from") == yuan("0.00"));
    CHECK(answer.at("amount").at("to") == yuan("24691.35")); // 2 % of the loan, to the fen
    CHECK(documents(answer) == std::vector<std::string>{"business_plan", "accounts", "loan_contract"});
}

TEST_CASE("amounts are those of the rules, to the fen") {
    dream_fund bureau;
    auto profile = growing_firm();
    const auto claim = [&] { return answer_of(matched(bureau, profile), reward).at("amount"); };
    CHECK(claim().at("from") == yuan("333333.33")); // 1 % of 15,000,000.00 and 2 % of 9,166,666.50
    CHECK(claim().at("note").at("en") == "Scaled when the claims of all firms exceed the pool");
    profile["research"]["spending"] = yuan("40000000.00");
    CHECK(claim().at("to") == yuan("500000.00")); // the cap
    profile["research"].erase("spending_before");
    CHECK(claim().at("to").is_null());
    CHECK(fields(claim().at("missing")) == std::vector<std::string>{"research.spending_before"});
    for (const auto& [invested, award] : {std::pair{"500000.00", "100000.00"},
                                          {"1999999.99", "200000.00"},
                                          {"2000000.00", "300000.00"},
                                          {"10000000.00", "500000.00"}}) {
        profile["investment"]["amount"] = yuan(invested);
        CHECK(answer_of(matched(bureau, profile), dream).at("amount").at("to") == yuan(award));
    }
}

TEST_CASE("the deadline is that of the open round, or of the next") {
    dream_fund bureau;
    const auto round = [&](const char* programme) {
        return answer_of(matched(bureau, json::object()), programme).at("round");
    };
    CHECK(round(dream).at("open") == true);
    CHECK(round(dream).at("closes_at") == dream_fund::closes_at);
    CHECK(round(reward).is_null());
    bureau.open_round(reward, "2025-03-01T00:00:00+08:00", "2025-05-01T00:00:00+08:00", yuan("1.00"), 2025);
    CHECK(round(reward).is_null()); // it is over
    bureau.open_round(reward, "2026-09-01T00:00:00+08:00", "2026-10-01T00:00:00+08:00", yuan("1.00"), 2027);
    bureau.open_round(reward, "2026-05-01T00:00:00+08:00", "2026-07-01T00:00:00+08:00", yuan("1.00"), 2026);
    CHECK(round(reward).at("open") == false);
    CHECK(round(reward).at("opens_at") == "2026-05-01T00:00:00+08:00");
}

TEST_CASE("a profile that says what no profile says is refused, in its place") {
    dream_fund bureau;
    const auto post = [&](const json& profile) {
        return bureau.post("", "/v1/programmes/match", {{"profile", profile}});
    };
    const auto unknown = post({{"staff", {{"tall", 3}}}});
    CHECK(unknown.status == 422);
    CHECK(unknown.data().at("requirements").at(0).at("place") == "/staff/tall");
    CHECK(post({{"staff", {{"total", "many"}}}}).status == 422);
    CHECK(post({{"finance", {{"sales", "1.00"}}}}).status == 422);
    CHECK(bureau.post("", "/v1/programmes/match", json::object()).status == 422);
    const auto schema = bureau.get("", "/v1/programmes/match/profile");
    CHECK(schema.status == 200);
    CHECK(schema.data().at("properties").at("staff").at("properties").contains("total"));
}

TEST_CASE("nothing is stored of a profile") {
    dream_fund bureau;
    const auto everything = [&] {
        std::string all;
        for (const char* programme : {dream, reward, guidance})
            all += bureau.get("audrey", fmt::format("/v1/programmes/{}/log/verification", programme)).body;
        for (const char* list : {"/v1/applications", "/v1/tasks", "/v1/notices"})
            all += bureau.get("audrey", list).body;
        for (const char* list : {"/v1/people", "/v1/organisations"})
            all += bureau.get("adam", list).body;
        const auto metrics = bureau.get("", "/metrics").body; // no command, no commit
        return all + metrics.substr(metrics.find("sluice_commands_total"));
    };
    const auto before = everything();
    for (int i = 0; i < 5; ++i)
        matched(bureau, growing_firm());
    CHECK(everything() == before);
}

TEST_CASE("all programmes answer at once", "[.speed]") {
    dream_fund bureau;
    const auto profile = growing_firm();
    matched(bureau, profile);
    const auto begin = std::chrono::steady_clock::now();
    constexpr int times = 200;
    for (int i = 0; i < times; ++i)
        matched(bureau, profile);
    const auto each =
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count() / times;
    WARN("one profile takes " << each << " ms through HTTP");
    CHECK(each < 20);
}
