#include "engine/application/scenario.hpp"
#include "engine/service/library.hpp"

#include <catch2/catch_test_macros.hpp>

#include <filesystem>
#include <fstream>
#include <iterator>

using namespace sluice;

namespace {

std::string read(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

TEST_CASE("every programme is sound, its scenarios hold, and together they take every transition", "[workflows]") {
    const auto days = service::read_calendars("workflows/calendars");
    std::size_t programmes = 0;
    for (const auto& each : std::filesystem::directory_iterator{"workflows"}) {
        if (!std::filesystem::exists(each.path() / "workflow.json")) continue;
        ++programmes;
        const auto reading = programme::read_programme(service::read_folder(each.path()));
        INFO(service::report(each.path().string(), reading.defects));
        REQUIRE(reading.read);
        const auto cases = parse_json(read(each.path() / "cases.json"), {64, 2'000});
        REQUIRE(cases.has_value());
        const auto report = application::run_scenarios(*reading.read, *cases, days);
        CHECK(report.scenarios > 0);
        for (const auto& failure : report.failures) {
            UNSCOPED_INFO(each.path().filename().string() + ": " + failure.scenario + " (step " +
                          std::to_string(failure.step) + "): " + failure.what);
            CHECK(failure.what.empty());
        }
        for (const auto& pointer : report.untaken) {
            UNSCOPED_INFO(each.path().filename().string() + ": no scenario takes " + pointer);
            CHECK(pointer.empty());
        }
    }
    CHECK(programmes >= 5);
}
