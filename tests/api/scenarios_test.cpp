#include "tests/api/scenario_player.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace sluice;

namespace {

json cases_of(const std::string& programme) {
    std::ifstream file{"workflows/" + programme + "/cases.json", std::ios::binary};
    return parse_json(std::string{std::istreambuf_iterator<char>{file}, {}}, {64, 2'000}).value();
}

/// What over HTTP happens in other applications only, or by lot.
bool needs_others(const json& scenario) {
    const auto& steps = scenario.at("steps");
    return std::any_of(steps.begin(), steps.end(), [](const json& step) {
        return step.contains("barred_until") || step.contains("overdue_since") || step.contains("overlaps") ||
               step.contains("holds") || step.contains("funded") || step.contains("certified") ||
               step.value("drawn", true) == false;
    });
}

/// Every scenario in a bureau of its own, so that balances are exact.
void play_all(const std::string& programme) {
    const auto cases = cases_of(programme);
    for (const auto& scenario : cases.at("cases")) {
        INFO(programme << ": " << scenario.at("name").get<std::string>());
        if (needs_others(scenario)) continue;
        test::test_bureau bureau{scenario.at("at").get<std::string>()};
        try {
            test::scenario_player{bureau, programme, cases}.play(scenario);
            SUCCEED();
        } catch (const std::exception& broken) {
            FAIL_CHECK(broken.what());
        }
    }
}

} // namespace

TEST_CASE("the dream fund's scenarios hold over HTTP", "[scenarios]") {
    play_all("incubator-dream-fund");
}

TEST_CASE("the reward fund's scenarios hold over HTTP", "[scenarios]") {
    play_all("rd-reward-fund");
}

TEST_CASE("the guidance fund's scenarios hold over HTTP", "[scenarios]") {
    play_all("transformation-guidance-fund");
}

TEST_CASE("the innovation voucher's scenarios hold over HTTP", "[scenarios]") {
    play_all("innovation-voucher");
}

TEST_CASE("the maker space's scenarios hold over HTTP", "[scenarios]") {
    play_all("maker-space-admission");
}
