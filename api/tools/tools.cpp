#include "api/tools/tools.hpp"

#include "api/tools/record_traces.hpp"
#include "api/workers/graphviz.hpp"
#include "engine/programme/diagram_words.hpp"
#include "engine/service/library.hpp"
#include "engine/statechart/diagram.hpp"
#include "engine/statechart/export_scxml.hpp"
#include "engine/statechart/export_xstate.hpp"
#include "engine/verifier/verify.hpp"

#include <fmt/format.h>

#include <fstream>
#include <iterator>

namespace sluice::tools {
namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

programme::definition_files all_files(const std::filesystem::path& folder) {
    auto files = service::read_folder(folder);
    for (const char* beside : {"cases.json", "traces.json"})
        if (std::filesystem::exists(folder / beside)) files.emplace(beside, read_file(folder / beside));
    return files;
}

} // namespace

int check(const std::vector<std::filesystem::path>& folders, const check_options& wanted, std::ostream& out) {
    if (wanted.record_traces) return record_traces(folders, wanted.calendars, out);
    const auto days = service::read_calendars(wanted.calendars);
    bool sound = true;
    json reports = json::array();
    for (const auto& folder : folders) {
        const auto report = verifier::verify(all_files(folder), days, {wanted.states_max});
        sound = sound && report.sound();
        if (wanted.as_json) {
            json each = verifier::to_json(report);
            each["folder"] = folder.string();
            reports.push_back(std::move(each));
        } else {
            out << verifier::to_text(report, folder.string(), wanted.spoken, wanted.colour);
        }
    }
    if (wanted.as_json) out << reports.dump(2) << "\n";
    return sound ? 0 : 1;
}

namespace {

std::string shown(const std::string& document) {
    return document;
}

std::string shown(const ordered_json& machine) {
    return machine.dump(2) + "\n";
}

/// What was exported, or every place that keeps it from being so.
template<class Exported>
int show(const result<Exported>& exported, std::ostream& out) {
    if (exported) {
        out << shown(*exported);
        return 0;
    }
    for (const auto& each : exported.error().requirements)
        out << "workflow.json#" << each.place << ": " << each.explanation.en << "\n";
    return 1;
}

} // namespace

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
    if (format == "xstate") return show(statechart::to_xstate(*reading.read->chart), out);
    if (format == "scxml") return show(statechart::to_scxml(*reading.read->chart), out);
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
