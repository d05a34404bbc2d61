#include "api/tools/tools.hpp"

#include "api/workers/graphviz.hpp"
#include "engine/application/scenario.hpp"
#include "engine/programme/diagram_words.hpp"
#include "engine/service/library.hpp"
#include "engine/statechart/diagram.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace sluice::tools {
namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// Whether the scenarios of the folder hold and take every transition.
bool check_scenarios(const programme::programme& rules, const std::filesystem::path& folder,
                     const calendar::calendar& days, std::ostream& out) {
    const auto cases = parse_json(read_file(folder / "cases.json"), {64, 2'000});
    if (!cases) {
        out << "  cases.json" << cases.error().place << ": " << cases.error().explanation.en << "\n";
        return false;
    }
    const auto report = application::run_scenarios(rules, *cases, days);
    for (const auto& each : report.failures)
        out << fmt::format("  cases.json: {} (step {}): {}\n", each.scenario, each.step, each.what);
    for (const auto& pointer : report.untaken)
        out << "  no scenario takes workflow.json#" << pointer << "\n";
    out << fmt::format("  {} scenarios, {} failed; {} transitions, {} not taken\n", report.scenarios,
                       report.failures.size(), rules.chart->transitions().size(), report.untaken.size());
    return report.failures.empty() && report.untaken.empty();
}

} // namespace

int check(const std::vector<std::filesystem::path>& folders, const std::filesystem::path& calendars,
          std::ostream& out) {
    const auto days = service::read_calendars(calendars);
    bool sound = true;
    for (const auto& folder : folders) {
        const auto reading = programme::read_programme(service::read_folder(folder));
        out << service::report(folder.string(), reading.defects);
        sound = reading.read && check_scenarios(*reading.read, folder, days, out) && sound;
    }
    return sound ? 0 : 1;
}

int diagram(const std::filesystem::path& folder, const std::string& language, const std::string& format,
            std::ostream& out) {
    const auto reading = programme::read_programme(service::read_folder(folder));
    if (!reading.read) {
        out << service::report(folder.string(), reading.defects);
        return 1;
    }
    const auto options =
        programme::diagram_words(*reading.read, language == "en" ? sluice::language::en : sluice::language::zh);
    if (format == "mermaid") {
        out << statechart::to_mermaid(*reading.read->chart, options);
        return 0;
    }
    const auto dot = statechart::to_dot(*reading.read->chart, options);
    if (format == "dot") {
        out << dot;
        return 0;
    }
    const auto drawn = workers::graphviz{}.draw(dot);
    out << (drawn ? *drawn : drawn.error().explanation.en + "\n");
    return drawn ? 0 : 1;
}

} // namespace sluice::tools
