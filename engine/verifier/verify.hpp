#pragma once

#include "engine/base/json.hpp"
#include "engine/calendar/calendar.hpp"
#include "engine/programme/programme.hpp"
#include "engine/verifier/finding.hpp"

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace sluice::verifier {

struct limits {
    std::size_t states_max = 50'000; ///< of the abstract state space; reaching it is a finding
};

/// How much was looked at.
struct coverage {
    std::size_t states = 0;      ///< of the abstract state space
    std::size_t steps = 0;       ///< between them
    std::size_t scenarios = 0;   ///< of cases.json
    std::size_t transitions = 0; ///< of the statechart
    bool complete = false;       ///< whether the whole state space was seen
};

struct report {
    std::shared_ptr<const programme::programme> read; ///< null when the definition could not even be read
    std::vector<finding> findings;                    ///< errors first, then by file and place
    coverage seen;

    /// Whether it may be published: no finding is an error.
    bool sound() const;
};

/// Reads a folder's files (by name; `cases.json` among them, and `traces.json` if what scenarios do was
/// written down) and proves what a programme must keep: see rules.hpp for
/// every rule. Pure, and bounded by `limits`; takes some hundred milliseconds for a programme of fifty states.
report verify(programme::definition_files files, const calendar::calendar& days, const limits& = {});

/// For machines: {"sound": bool, "findings": [{severity, rule, file, pointer, line, column, message: {zh, en},
/// path: [{event, words: {zh, en}, states}]}], "coverage": {…}}.
json to_json(const report&);
json to_json(const finding&);

/// For people at a terminal: each finding with its place, its sentence and its path, and a last line that sums up.
std::string to_text(const report&, const std::string& folder, language, bool colour);

} // namespace sluice::verifier
