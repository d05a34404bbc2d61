#pragma once

#include "engine/application/decide.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::application {

/// What the scenarios of one programme did, in lines for people: the record step by step, who else could have taken
/// each step, and what would be refused where it led, with the requirements that are named. Kept in `traces.json`
/// beside `cases.json` and compared, so that whoever changes a definition reads in the difference what it changes.
struct scenario_notes {
    /// An event as some scenario sends it: tried again wherever the event is possible.
    struct sample {
        std::string person;
        json data;
    };

    explicit scenario_notes(const json& cases);

    std::map<std::string, sample> samples; ///< by event
    std::set<std::string> seen;            ///< situations that were looked at already; each is noted once
};

/// The record of one command, a line for the command and one for each thing that changed, without ids.
std::vector<std::string> lines_of(const record&, const application_state& after, const programme::programme&);

/// By name of the scenario: its lines, those shared with an earlier scenario's beginning given by its name and number.
json to_traces(const std::vector<std::pair<std::string, std::vector<std::string>>>&);
std::map<std::string, std::vector<std::string>> from_traces(const json&);

/// The first line in which the two differ, with its number from 1; both texts empty when they are alike.
struct trace_difference {
    std::size_t line = 0;
    std::string kept, now;
};
trace_difference compare_traces(const std::vector<std::string>& kept, const std::vector<std::string>& now);

} // namespace sluice::application
