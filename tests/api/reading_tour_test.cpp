// Everything that can be read, by everybody, at many points of the way: the contract is checked by the bureau itself.

#include "tests/api/contract.hpp"
#include "tests/api/scenario_player.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fstream>
#include <iterator>

using namespace sluice;

namespace {

json cases_of(const std::string& programme) {
    std::ifstream file{"workflows/" + programme + "/cases.json", std::ios::binary};
    return parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000}).value();
}

/// The ids that stand in the way for one name of a path; the person may find more than one.
std::vector<std::string> values_for(test::test_bureau& bureau, const std::string& path, const std::string& programme,
                                    const json& application) {
    const auto ids = [](const json& items) {
        std::vector<std::string> found;
        for (const auto& each : items)
            found.push_back(each.at("id"));
        return found;
    };
    if (path.starts_with("/v1/programmes")) return {programme};
    if (path.starts_with("/v1/rounds")) return {application.at("round")};
    if (path.starts_with("/v1/applications")) return {application.at("id")};
    if (path.starts_with("/v1/funds")) {
        const auto fund = bureau.get("", "/v1/programmes/" + programme).data().at("fund");
        return fund.is_null() ? std::vector<std::string>{} : std::vector<std::string>{fund};
    }
    if (path.starts_with("/v1/payment-batches")) return {application.at("id")}; // of no batch: tests/api/money_test.cpp
    if (path.starts_with("/v1/webhooks")) return {application.at("id")}; // none either: tests/api/webhooks_test.cpp
    if (path.starts_with("/v1/notices")) return ids(application.at("notices"));
    if (path.starts_with("/v1/objections")) return {"of-nobody"}; // codes: tests/api/objections_test.cpp
    if (path.starts_with("/v1/receipts")) return {application.at("number")};
    if (path.starts_with("/v1/calendar-feeds")) return {"none.ics"}; // calendar_feed_test.cpp
    if (path.starts_with("/v1/people")) return {"me", bureau.id_of("ada")};
    if (path.starts_with("/v1/organisations")) return {application.at("organisation").at("id")};
    throw std::runtime_error{"no value for " + path};
}

/// A draw of the round, or what is the id of none.
std::string a_draw(test::test_bureau& bureau, const json& application) {
    const auto round = application.at("round").get<std::string>();
    const auto draws = bureau.get("the inspector", "/v1/rounds/" + round + "/spot-checks").data().at("items");
    return draws.empty() ? application.at("id") : draws.front().at("id");
}

/// Every GET of the contract as this person. Counts those that were not refused.
std::size_t read_everything(test::test_bureau& bureau, const std::string& person, const std::string& programme,
                            const json& application) {
    std::size_t answered = 0;
    for (const auto& [path, methods] : test::contract::published().document().at("paths").items()) {
        if (!methods.contains("get") || path.ends_with("diagram.svg")) continue;
        std::vector<std::string> targets{path};
        if (const auto begin = path.find('{'); begin != std::string::npos) {
            targets.clear();
            for (const auto& value : values_for(bureau, path, programme, application))
                targets.push_back(path.substr(0, begin) + value + path.substr(path.find('}') + 1));
        }
        for (auto target : targets) {
            if (const auto begin = target.find("{document}"); begin != std::string::npos) {
                if (application.at("documents").empty()) continue;
                target.replace(begin, std::string_view{"{document}"}.size(),
                               application.at("documents")[0].at("id").get<std::string>());
            }
            if (const auto begin = target.find("{version}"); begin != std::string::npos)
                target.replace(begin, std::string_view{"{version}"}.size(),
                               application.at("definition_version").get<std::string>());
            if (const auto begin = target.find("{migration}"); begin != std::string::npos)
                target.replace(begin, std::string_view{"{migration}"}.size(), application.at("id").get<std::string>());
            if (const auto begin = target.find("{check}"); begin != std::string::npos)
                target.replace(begin, std::string_view{"{check}"}.size(), "settlement");
            if (const auto begin = target.find("{draw}"); begin != std::string::npos)
                target.replace(begin, std::string_view{"{draw}"}.size(), a_draw(bureau, application));
            if (const auto begin = target.find("{year}"); begin != std::string::npos)
                target.replace(begin, std::string_view{"{year}"}.size(), "2026");
            if (target.ends_with("/comparison"))
                target += "?with=" + application.at("definition_version").get<std::string>();
            if (bureau.get(person, target).status == 200) ++answered;
        }
    }
    return answered;
}

/// Plays the scenario up to a step in a bureau of its own, and lets everybody look around.
void tour(const std::string& programme, const json& cases, json scenario, std::size_t steps) {
    INFO(programme << ", " << scenario.at("name").get<std::string>() << ", after " << steps << " steps");
    for (const char* end : {"ends", "fund", "vars"})
        scenario.erase(end);
    while (scenario.at("steps").size() > steps)
        scenario["steps"].erase(scenario["steps"].size() - 1);
    test::test_bureau bureau{scenario.at("at").get<std::string>()};
    test::scenario_player player{bureau, programme, cases};
    player.play(scenario);
    bureau.hire("the administrator", {{{"role", "admin"}, {"programme", "*"}}});
    const auto application = bureau.get("the inspector", "/v1/applications/" + player.application());
    const json seen = application.status == 200 ? application.data()
                                                : bureau.get("ada", "/v1/applications/" + player.application()).data();
    std::vector<std::string> everybody{"", "ada", "olga", "dora", "fiona", "the inspector", "the administrator"};
    const json experts = cases.value("experts", json::object());
    for (const auto& [name, unused] : experts.items())
        everybody.push_back(name);
    for (const auto& person : everybody) {
        INFO("read by " << (person.empty() ? "the public" : person));
        std::size_t answered = 0;
        CHECK_NOTHROW(answered = read_everything(bureau, person, programme, seen));
        CHECK(answered >= 10);
    }
}

/// No scenario is toured at more points than this.
constexpr std::size_t stops_max = 6;

void tour_along(const std::string& programme, std::size_t which) {
    const auto cases = cases_of(programme);
    const auto& scenario = cases.at("cases").at(which);
    const std::size_t length = scenario.at("steps").size();
    const std::size_t stride = std::max<std::size_t>(1, length / stops_max);
    for (std::size_t steps = 0; steps < length; steps += stride)
        tour(programme, cases, scenario, steps);
    tour(programme, cases, scenario, length);
}

} // namespace

TEST_CASE("what can be read of a dream fund project keeps to the contract all the way", "[contract]") {
    tour_along("incubator-dream-fund", 1);
}

TEST_CASE("what can be read of a reward keeps to the contract all the way", "[contract]") {
    tour_along("rd-reward-fund", 0);
}

TEST_CASE("what can be read of an investment keeps to the contract all the way", "[contract]") {
    tour_along("transformation-guidance-fund", 0);
}

TEST_CASE("what can be read of a voucher keeps to the contract all the way", "[contract]") {
    tour_along("innovation-voucher", 0);
}

TEST_CASE("what can be read of an admission keeps to the contract all the way", "[contract]") {
    tour_along("maker-space-admission", 0);
}

TEST_CASE("what the office registers keeps to the contract", "[contract]") {
    test::test_bureau bureau{"2026-03-02T09:00:00+08:00"};
    bureau.hire("head", json::parse(R"([{"role": "admin", "programme": "*"}, {"role": "director", "programme": "*"},
                                        {"role": "finance", "programme": "*"}])"));
    const auto post = [&](const std::string& target, const char* body) {
        return bureau.post("head", target, json::parse(body));
    };
    const auto change = [&](const test::http_answer& created, const char* patch) {
        return bureau
            .patch("head", created.header("Location").value(), json::parse(patch),
                   {{"If-Match", created.header("ETag").value()}})
            .status;
    };
    const auto person = post(
        "/v1/people", R"({"name": "Ada", "email": "ada@example.org", "roles": [{"role": "reviewer", "programme": "*"}],
                                               "expert": {"kind": "technical", "fields": ["optics"]}})");
    REQUIRE(person.status == 201);
    CHECK(change(person, R"({"active": false, "expert": null})") == 200);
    const auto pilot =
        post("/v1/organisations",
             R"({"name": "Early Pilot", "code": "91110000000000000X", "override_reason": "a pilot code"})");
    CHECK(pilot.status == 201);
    const auto round =
        post("/v1/programmes/rd-reward-fund/rounds", R"({"title": {"zh": "批次", "en": "Round"}, "year": 2026,
        "opens_at": "2026-01-01T00:00:00+08:00", "closes_at": "2027-01-01T00:00:00+08:00", "budget": {"amount": "1000000.00", "currency": "CNY"}})");
    REQUIRE(round.status == 201);
    CHECK(change(round, R"({"closes_at": "2026-12-01T00:00:00+08:00"})") == 200);
    const std::string fund = bureau.get("", "/v1/programmes/rd-reward-fund").data().at("fund");
    const auto money = post("/v1/funds/" + fund + "/appropriations",
                            R"({"amount": {"amount": "1000000.00", "currency": "CNY"}, "note": "budget"})");
    CHECK(money.status == 200);
    const auto token = post("/v1/tokens", R"({"label": "laptop"})");
    REQUIRE(token.status == 201);
    CHECK(token.data().contains("token"));
    CHECK(bureau.get("head", "/v1/tokens").data().at("items").size() == 2);
    CHECK(bureau.send("head", "DELETE", token.header("Location").value(), {{"Idempotency-Key", "revoke"}}, "").status ==
          204);
    CHECK(post("/v1/clock", R"({"advance": "7 working days"})").status == 200);
    for (const char* path : {"/v1/people", "/v1/experts", "/v1/organisations", "/v1/funds", "/v1/people/me"})
        CHECK(bureau.get("head", path).status == 200);
}

TEST_CASE("a minimal, a repeated and a conditional answer keep to the contract", "[contract]") {
    test::test_bureau bureau{"2026-03-02T09:00:00+08:00"};
    bureau.hire("head", json::parse(R"([{"role": "admin", "programme": "*"}])"));
    const auto body = json::parse(R"({"name": "Ada"})");
    const auto minimal =
        bureau.post("head", "/v1/people", body, {{"Prefer", "return=minimal"}, {"Idempotency-Key", "once"}});
    CHECK(minimal.status == 201);
    CHECK(minimal.body.empty());
    const auto repeated = bureau.post("head", "/v1/people", body, {{"Idempotency-Key", "once"}});
    CHECK(repeated.header("Idempotent-Replayed") == "true");
    const auto read = bureau.get("head", minimal.header("Location").value());
    const auto again = bureau.send("head", "GET", minimal.header("Location").value(),
                                   {{"If-None-Match", read.header("ETag").value()}}, "");
    CHECK(again.status == 304);
    CHECK(bureau.send("head", "HEAD", "/v1/people", {}, "").status == 200);
}
