#include "api/tools/record_traces.hpp"

#include "engine/application/scenario.hpp"
#include "engine/service/library.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace sluice::tools {
namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

bool record(const std::filesystem::path& folder, const calendar::calendar& days, std::ostream& out) {
    const auto reading = programme::read_programme(service::read_folder(folder));
    if (!reading.read) {
        out << service::report(folder.string(), reading.defects);
        return false;
    }
    const auto cases = parse_json(read_file(folder / "cases.json"), {64, 2'000});
    if (!cases) {
        out << fmt::format("{}/cases.json{}: {}\n", folder.string(), cases.error().place, cases.error().explanation.en);
        return false;
    }
    const auto played = application::run_scenarios(*reading.read, *cases, days, {.trace = true});
    for (const auto& each : played.failures)
        out << fmt::format("{}: {} (step {}): {}\n", folder.string(), each.scenario, each.step, each.what);
    if (!played.failures.empty()) return false;
    std::ofstream file{folder / "traces.json", std::ios::binary};
    file << played.traces.dump(1) << "\n";
    out << fmt::format("{}/traces.json: {} scenarios\n", folder.string(), played.scenarios);
    return file.good();
}

} // namespace

int record_traces(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& calendars,
                  std::ostream& out) {
    const auto days = service::read_calendars(calendars);
    bool written = true;
    for (const auto& folder : folders)
        written = record(folder, days, out) && written;
    return written ? 0 : 1;
}

} // namespace sluice::tools
