#include "engine/verifier/verify.hpp"

#include <catch2/catch_test_macros.hpp>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>

using namespace sluice;
namespace fs = std::filesystem;

namespace {

std::string read_file(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

calendar::calendar calendars() {
    std::vector<ordered_json> years;
    for (const auto& each : fs::directory_iterator{"workflows/calendars"})
        if (each.path().extension() == ".json") years.push_back(ordered_json::parse(read_file(each.path())));
    return calendar::calendar::read(years).value();
}

} // namespace

TEST_CASE("every shipped programme is proven sound, without a warning, each in a second and a half at most") {
    const auto days = calendars();
    std::size_t programmes = 0;
    for (const auto& folder : fs::directory_iterator{"workflows"}) {
        if (!fs::exists(folder.path() / "workflow.json")) continue;
        programme::definition_files files;
        for (const auto& each : fs::directory_iterator{folder.path()})
            if (each.path().extension() == ".json") files[each.path().filename().string()] = read_file(each.path());
        const auto begun = std::clock(); // processor time
        const auto report = verifier::verify(files, days);
        CHECK(std::clock() - begun < 3 * CLOCKS_PER_SEC / 2);
        INFO(verifier::to_text(report, folder.path().filename().string(), language::en, false));
        CHECK(report.findings.empty());
        CHECK(report.seen.complete);
        ++programmes;
    }
    CHECK(programmes >= 5);
}
