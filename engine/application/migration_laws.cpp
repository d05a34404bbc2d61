// The laws of order hold on every path from the start of the new version. An application that is put somewhere in the
// middle has not come that way, so what it has passed is asked of its record.

#include "engine/application/migration_passage.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

using statechart::chart;
using statechart::state_kind;

/// Everything that may be active once the target is entered: what is above it, and inside it what is entered by
/// default. A history may bring back anything inside its parent.
class entered_states {
public:
    explicit entered_states(const chart& of)
        : chart_{of} {}

    std::set<std::size_t> by(const statechart::transition& taken) {
        states_.clear();
        for (const auto target : taken.targets)
            add(target);
        return states_;
    }

private:
    void add(std::size_t index) {
        const auto& state = chart_.states()[index];
        for (auto above = state.parent; above; above = chart_.states()[*above].parent)
            states_.insert(*above);
        if (state.kind == state_kind::history) return add_all(*state.parent);
        if (!states_.insert(index).second) return;
        if (state.kind == state_kind::parallel)
            for (const auto region : state.children)
                add(region);
        for (const auto target : state.initial)
            add(target);
    }

    void add_all(std::size_t parent) {
        for (auto index = parent; index < chart_.states()[parent].subtree_end; ++index)
            states_.insert(index);
    }

    const chart& chart_;
    std::set<std::size_t> states_;
};

/// Whether `goal` can be reached from the configuration without entering `barrier`, as far as the chart alone tells:
/// guards are taken to hold.
bool reaches_without(const chart& of, const statechart::snapshot& stands, std::size_t goal, std::size_t barrier) {
    std::set<std::size_t> reached{stands.configuration.begin(), stands.configuration.end()};
    std::vector<std::size_t> waiting{reached.begin(), reached.end()};
    entered_states entered{of};
    while (!waiting.empty()) { // each state waits once
        const auto state = waiting.back();
        waiting.pop_back();
        for (const auto transition : of.states()[state].transitions) {
            const auto& taken = of.transitions()[transition];
            const auto states = entered.by(taken);
            const bool by_history = taken.targets_history;
            if (states.contains(barrier) && !by_history) continue;
            for (const auto each : states)
                if (each != barrier && reached.insert(each).second) waiting.push_back(each);
        }
    }
    return reached.contains(goal);
}

/// Whether one of the states in which it was, or what is above it, corresponds to the wanted state or lies inside it.
bool has_passed(const passage& across, const std::set<std::string>& ever, std::size_t wanted) {
    const auto& states = across.from.chart->states();
    return std::any_of(ever.begin(), ever.end(), [&](const std::string& id) {
        for (auto at = state_with_id(*across.from.chart, id); at; at = states[*at].parent)
            if (const auto now = across.counterpart(*at); now && across.to.chart->is_inside_or_same(*now, wanted))
                return true;
        return false;
    });
}

} // namespace

void find_broken_laws(const passage& across, const statechart::snapshot& stands, const states_ever& ever,
                      obstacles& found) {
    const auto& to = *across.to.chart;
    std::optional<std::set<std::string>> was;
    for (std::size_t i = 0; i < across.to.laws.size(); ++i) {
        const auto& law = across.to.laws[i];
        const auto goal = to.find(law.before), barrier = to.find(law.pass);
        if (!goal || !barrier || stands.is_active(*barrier)) continue;
        if (!reaches_without(to, stands, *goal, *barrier)) continue;
        if (!was) was = ever();
        if (has_passed(across, *was, *barrier)) continue;
        found.push_back({"law_broken",
                         fmt::format("/laws/{}", i),
                         {fmt::format("未经“{}”，不得到“{}”", across.to.title_of_state(*barrier).zh,
                                      across.to.title_of_state(*goal).zh),
                          fmt::format("“{}” must not be reached without “{}”, which has not happened",
                                      across.to.title_of_state(*goal).en, across.to.title_of_state(*barrier).en)}});
    }
}

} // namespace sluice::application
