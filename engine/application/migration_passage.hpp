#pragma once

#include "engine/application/migration.hpp"
#include "engine/statechart/snapshot.hpp"

#include <optional>
#include <string>
#include <vector>

/// The parts of a migration. Internal to the module: start at migration.hpp.
namespace sluice::application {

using obstacles = std::vector<unmet_requirement>;

/// From one version to another.
struct passage {
    const programme::programme& from;
    const programme::programme& to;
    const migration_rules& rules;

    /// The state of the new version that stands for this one of the old.
    std::optional<std::size_t> counterpart(std::size_t old_state) const;
    /// The timer of the new version that stands for this one: of the state's counterpart, with the same ordinal.
    std::optional<std::size_t> timer_counterpart(std::size_t old_timer) const;
};

/// The state that has exactly this id.
std::optional<std::size_t> state_with_id(const statechart::chart&, const std::string& id);

/// Where the application stands in the new chart: a legal configuration at rest as far as the chart alone can say, or
/// what is in the way.
std::optional<statechart::snapshot> move_position(const passage&, const statechart::snapshot& before, obstacles&);

/// The variables of the new version.
json move_variables(const passage&, const json& before, obstacles&);

struct moved_timers {
    std::map<std::string, timer> now;
    std::vector<timer_move> moves;
};

/// What is needed to move timers: the application before, and as it will be but for its timers.
struct timer_passage {
    const application_state& before;
    const application_state& after;
    const statechart::snapshot& stood;
    const statechart::snapshot& stands;
    const facts& known;
};
moved_timers move_timers(const passage&, const timer_passage&, obstacles&);

/// What is under way and has no counterpart: panels, payments, notices, money, a shared pool, acts that others must be
/// separate from; and a form that does not fit.
void find_loose_ends(const passage&, const application_state& before, const statechart::snapshot& stands, const facts&,
                     obstacles&);

/// States at which the procedure would go on by itself, although nobody has done anything.
void find_unrest(const passage&, const application_state& after, const statechart::snapshot& stands, const facts&,
                 obstacles&);

/// Laws of the new version that could be broken from here.
void find_broken_laws(const passage&, const statechart::snapshot& stands, const states_ever&, obstacles&);

} // namespace sluice::application
