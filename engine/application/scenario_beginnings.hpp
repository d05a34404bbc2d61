#pragma once

#include "engine/application/scenario_world.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace sluice::application {

/// Scenarios that begin alike share what they have in common: it is run once, and the world at the fork is kept for the
/// next one that begins so. Nothing about the outcome changes.
class scenario_beginnings {
public:
    /// All scenarios that are going to be run, in their order.
    explicit scenario_beginnings(const std::vector<const json*>& scenarios);

    struct start {
        const scenario_world* world = nullptr; ///< null: from nothing
        std::size_t steps = 0;                 ///< that it has behind it
    };

    /// The furthest fork at which the scenario can begin.
    start find(std::size_t scenario) const;
    /// To be called after each step that went well (0: the creation), in the order of the scenarios.
    void passed(std::size_t scenario, std::size_t steps, const scenario_world&);

private:
    std::vector<std::vector<std::size_t>> paths_; ///< by scenario: a number for each thing done so far
    std::set<std::size_t> forks_;
    std::map<std::size_t, scenario_world> worlds_;
};

} // namespace sluice::application
