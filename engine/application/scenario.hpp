#pragma once

#include "engine/application/decide.hpp"
#include "engine/calendar/calendar.hpp"
#include "engine/programme/programme.hpp"

#include <string>
#include <vector>

namespace sluice::application {

/// Where a scenario did not go as `cases.json` says.
struct scenario_failure {
    std::string scenario;
    std::size_t step = 0; ///< from 1; 0: the end, or the file as a whole
    std::string what;
};

struct scenario_report {
    std::size_t scenarios = 0;
    std::vector<scenario_failure> failures;
    std::vector<std::string> untaken;          ///< JSON pointers of transitions that no scenario takes
    std::vector<scenario_failure> differences; ///< from the traces that were kept
    json traces;                               ///< what `traces.json` would hold; null unless asked for
};

struct scenario_options {
    const json* kept_traces = nullptr; ///< what `traces.json` holds, to be compared
    bool trace = false;                ///< write down what happens, even when there is nothing to compare
    bool stop_at_first = false; ///< the rest is not run once something has failed, and then `untaken` says nothing
};

/// Runs a programme's own scenarios (workflows/README.md, cases.json) through `decide`, in memory: each with a fund, a
/// round and people of its own.
scenario_report run_scenarios(const programme::programme&, const json& cases, const calendar::calendar&,
                              const scenario_options& = {});

} // namespace sluice::application
