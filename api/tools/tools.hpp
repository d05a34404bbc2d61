#pragma once

#include "engine/base/text.hpp"
#include "engine/verifier/verify.hpp"

#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

/// What the program does beside serving: for people who write definitions.
namespace sluice::tools {

struct check_options {
    std::filesystem::path calendars = "workflows/calendars";
    std::size_t states_max = verifier::limits{}.states_max;
    language spoken = language::en;
    bool as_json = false;
    bool colour = false;
    bool record_traces = false; ///< instead of verifying, write down what the scenarios do: see record_traces.hpp
};

/// Verifies each folder and writes every finding with its place, sentence and path, for people or as a JSON array.
/// Returns the exit status: 0 when all are sound, 1 otherwise.
int check(const std::vector<std::filesystem::path>& folders, const check_options&, std::ostream&);

/// Writes the folder's workflow as SVG, Graphviz DOT, Mermaid, SCXML or XState's JSON. Returns the exit status.
int diagram(const std::filesystem::path& folder, const std::string& language, const std::string& format, std::ostream&);

} // namespace sluice::tools
