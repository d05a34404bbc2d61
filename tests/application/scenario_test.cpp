// What scenarios can say of other applications and of profiles.

#include "engine/application/scenario.hpp"
#include "tests/application/small_fund.hpp"
#include "tests/support/grants_folder.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;

namespace {

json yuan(const char* amount) {
    return {{"amount", amount}, {"currency", "CNY"}};
}

/// A grant of 150,000 yuan, less what the project has had.
std::shared_ptr<const programme::programme> grant(const std::function<void(ordered_json&)>& change = {}) {
    const test::grants_folder folder;
    auto files = folder.files("grant-b").get<programme::definition_files>();
    auto workflow = ordered_json::parse(files.at("workflow.json"));
    if (change) change(workflow);
    files["workflow.json"] = workflow.dump();
    auto reading = programme::read_programme(files);
    REQUIRE(reading.read);
    return reading.read;
}

json cases_with(json steps, json vars) {
    return {{"people",
             {{"ada", {{"roles", {"applicant"}}, {"organisation", "firm"}}}, {"dora", {{"roles", {"director"}}}}}},
            {"organisations", {{"firm", {{"name", "甲"}, {"code", "91330784MA2EEJ1T50"}}}}},
            {"round",
             {{"opens_at", "2026-03-02T00:00:00+08:00"},
              {"closes_at", "2026-06-01T00:00:00+08:00"},
              {"budget", yuan("1000000.00")},
              {"year", 2026}}},
            {"appropriation", yuan("1000000.00")},
            {"forms", {{"plain", test::grant_form("电机")}}},
            {"cases",
             {{{"name", "it"},
               {"form", "plain"},
               {"at", "2026-03-10T09:00:00+08:00"},
               {"steps", std::move(steps)},
               {"vars", std::move(vars)}}}}};
}

std::vector<std::string> failures(const programme::programme& rules, const json& cases) {
    std::vector<std::string> all;
    for (const auto& each : application::run_scenarios(rules, cases, test::plain_2026()).failures)
        all.push_back(each.scenario + ": " + each.what);
    return all;
}

json submit() {
    return {{"as", "ada"}, {"send", "submit"}};
}
json award() {
    return {{"as", "dora"}, {"send", "grant"}, {"state", "paying"}};
}

} // namespace

TEST_CASE("a scenario states what others have had for the same project") {
    const auto rules = grant();
    const auto had = [](json more) {
        json project = {{"programme", "another"}, {"amount", yuan("100000.00")}};
        project.update(more);
        return json{{"overlaps", json::array({project})}};
    };
    CHECK(failures(*rules, cases_with(json::array({submit(), award()}), {{"award", yuan("150000.00")}})).empty());
    CHECK(failures(*rules,
                   cases_with(json::array({had(json::object()), submit(), award()}), {{"award", yuan("50000.00")}}))
              .empty());
    // Of another organisation it does not count, unless the definition says so.
    const auto others = cases_with(json::array({had({{"same_organisation", false}}), submit(), award()}),
                                   {{"award", yuan("150000.00")}});
    CHECK(failures(*rules, others).empty());
    const auto anyone = grant([](ordered_json& workflow) { workflow["overlap"]["counts"] = "anyone"; });
    CHECK(failures(*anyone, others).size() == 1);
    json refused = submit();
    refused["refused"] = "requirement_not_met";
    refused["unmet"] = {"highest_only"};
    CHECK(failures(*rules, cases_with(json::array({had({{"amount", yuan("150000.00")}}), refused}), json::object()))
              .empty());
    CHECK(failures(*rules, cases_with(json::array({refused}), json::object())).size() == 1);
}

TEST_CASE("what a decision saw of others is in its record, and only where expressions see it") {
    application::facts known;
    const auto recorded = [&](const programme::programme& rules) {
        known.now = parse_rfc3339("2026-03-10T09:00:00+08:00").value();
        known.actor = {"ada", "firm", {"applicant"}};
        known.days = &test::plain_2026();
        known.new_id = [] { return "id"; };
        auto begun = application::decide(rules, {},
                                         application::create{"a", "G-1", "firm", "r", test::grant_form("电机")}, known);
        REQUIRE(begun.has_value());
        known.overlaps = [&known] {
            return std::vector<application::overlapping_project>{
                {"other", "another", "X-1", "电机", 1000, true, fen{5'000}, known.now}};
        };
        auto sent = application::decide(rules, begun->after, application::send_event{"submit", json::object()}, known);
        REQUIRE(sent.has_value());
        return sent->recorded.changes.back();
    };
    const auto last = recorded(*grant());
    CHECK(last.kind == "overlaps_considered");
    const auto read = application::overlaps_from_json(last.data.at("projects"));
    REQUIRE(read.size() == 1);
    CHECK(read[0].number == "X-1");
    CHECK(read[0].amount == fen{5'000});
    CHECK(application::to_json(read) == last.data.at("projects"));
}

TEST_CASE("profiles are compared whole, and each condition has to hold and to fail") {
    const auto rules = grant([](ordered_json& workflow) {
        workflow["match"] =
            ordered_json::parse(R"json({"conditions": [{"id": "small", "that": "profile.staff.total <= 10",
          "else": {"zh": "过大", "en": "Too large"}}], "amount": {"cel": "parameters.standard"}})json");
    });
    auto cases = cases_with(json::array({submit()}), json::object());
    const auto profile = [](int staff, json gives) {
        return json{{"name", "of " + std::to_string(staff)},
                    {"at", "2026-03-10T09:00:00+08:00"},
                    {"profile", {{"staff", {{"total", staff}}}}},
                    {"gives", std::move(gives)}};
    };
    const json ten = {{"verdict", "eligible"}, {"amount", "150000.00"}};
    const json eleven = {{"verdict", "not_eligible"}, {"amount", "150000.00"}, {"not_met", {"small"}}};
    CHECK(failures(*rules, cases).size() == 2); // nothing tries the condition
    cases["match"] = {profile(10, ten)};
    CHECK(failures(*rules, cases) == std::vector<std::string>{"match: the condition small fails in no case"});
    cases["match"] = {profile(10, ten), profile(11, eleven)};
    CHECK(failures(*rules, cases).empty());
    cases["match"] = {profile(10, {{"verdict", "eligible"}}), profile(11, eleven)};
    CHECK(failures(*rules, cases).size() == 1);
    CHECK(failures(*grant(), cases).size() == 1); // there is no section to be tried
}
