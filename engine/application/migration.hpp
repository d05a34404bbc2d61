#pragma once

#include "engine/application/change.hpp"
#include "engine/application/facts.hpp"
#include "engine/programme/programme.hpp"

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

/// Moving a running application from one version of its programme to another. Why it is done like this:
/// engine/decisions/0008-versions-and-migration.md.
namespace sluice::application {

/// What becomes of timers that run or are paused.
enum class timer_policy {
    keep,     ///< due when they were due
    restart,  ///< the new version's term, from now
    remaining ///< the new version's term, less what has passed of it
};

std::string_view name_of(timer_policy);
std::optional<timer_policy> timer_policy_named(std::string_view);

/// How the two versions correspond. What is not named here corresponds to what has the same name.
struct migration_rules {
    std::map<std::string, std::string> states;                   ///< old id → new id
    std::map<std::string, std::optional<std::string>> variables; ///< old → new; nothing: the value is given up
    timer_policy timers = timer_policy::keep;
};

enum class migration_verdict { moves, stays, cannot };

std::string_view name_of(migration_verdict);

/// What becomes of one timer.
struct timer_move {
    std::string timer; ///< in the new version; in the old one where it ends
    text title;
    std::string effect;                           ///< kept, restarted, remaining, started, ended
    std::optional<instant> due_before, due_after; ///< none while it is paused or does not run
};

/// What is to become of one application.
struct migration_outcome {
    migration_verdict verdict = migration_verdict::cannot;
    std::vector<unmet_requirement> reasons;               ///< why it stays or cannot; never what the form holds
    std::vector<std::string> states_before, states_after; ///< ids of the innermost active states
    std::vector<timer_move> timers;
    std::optional<change> migrated; ///< only where it moves
};

/// The ids of all innermost states in which the application ever came to rest; asked only where a law needs it. What a
/// step only passed through is not among them, so that a law counts such a state as not passed.
using states_ever = std::function<std::set<std::string>()>;

/// One migration between two versions of one programme, which must outlive it. Pure; any thread may use it.
class migration {
public:
    /// Refuses `invalid_value`, with its place, for a state or variable that a version does not have, and for versions
    /// of two programmes.
    static result<migration> prepare(const programme::programme& from, const programme::programme& to, migration_rules);

    /// The verdict on an application that is on the old version. Where it moves, `migrated` applied to it gives a legal
    /// configuration of the new chart, with every variable of the new version, and timers of active states only.
    migration_outcome judge(const application_state&, const facts&, const states_ever&) const;

    const migration_rules& rules() const { return rules_; }

private:
    migration(const programme::programme& from, const programme::programme& to, migration_rules rules)
        : from_{&from}
        , to_{&to}
        , rules_{std::move(rules)} {}

    const programme::programme* from_;
    const programme::programme* to_;
    migration_rules rules_;
};

} // namespace sluice::application
