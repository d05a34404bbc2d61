#pragma once

#include "engine/application/decide.hpp"
#include "engine/calendar/calendar.hpp"
#include "engine/programme/programme.hpp"

#include <map>
#include <set>
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
    std::vector<std::string> untaken;                      ///< JSON pointers of transitions that no scenario takes
    std::map<std::string, std::vector<std::string>> takes; ///< by scenario: pointers of the transitions it takes
    std::vector<scenario_failure> differences;             ///< from the traces that were kept
    json traces;                                           ///< what `traces.json` would hold; null unless asked for
};

struct scenario_options {
    const std::set<std::string>* only = nullptr; ///< names of the scenarios to run; null: all
    const json* kept_traces = nullptr;           ///< what `traces.json` holds, to be compared
    bool trace = false;                          ///< write down what happens, even when there is nothing to compare
    bool replayed = true;                        ///< hold every record to the state that it replays to
    bool stop_at_first =
        false; ///< the rest is not run once something has failed or differs; then `untaken` says nothing
};

/// Runs a programme's own scenarios (workflows/README.md, cases.json) through `decide`, in memory: each with a fund, a
/// round and people of its own.
scenario_report run_scenarios(const programme::programme&, const json& cases, const calendar::calendar&,
                              const scenario_options& = {});

} // namespace sluice::application
