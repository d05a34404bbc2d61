#pragma once

#include "engine/service/access.hpp"
#include "engine/service/clock.hpp"
#include "engine/service/definition_queries.hpp"
#include "engine/store/reader.hpp"

#include <functional>

namespace sluice::service {

/// The most applications that one migration looks at: they are moved in one transaction, while nothing else is written.
inline constexpr std::size_t migration_applications_max = 20'000;

/// The outcome of a plan over all applications.
struct migration_summary {
    std::size_t moves = 0, stays = 0, cannot = 0;
    std::string digest;                       ///< of versions, rules, revisions, verdicts and new positions
    std::vector<unmet_requirement> obstacles; ///< the first of those that cannot, by number
};

/// Hears each application with its outcome, in order of id. `cannot` has become `stays` where those are left behind.
using see_application = std::function<void(const loaded_application&, const application::migration_outcome&)>;

/// Whom a plan is made for and when.
struct planning {
    store::reader& store;
    const library& definitions;
    sluice::service::clock& clock;
    instant now;
    std::string person;
};

/// Judges every application that is on the version. Refuses `not_found` for a version that was not published,
/// `invalid_value` for rules that do not fit, and `cost_exceeded` for more applications than can be moved at once.
result<migration_summary> plan_migration(const planning&, const migration_request&, const see_application&);

json rules_to_json(const migration_request&);
json planned_to_json(const programme::programme& from, const programme::programme& to, const loaded_application&,
                     const application::migration_outcome&);
/// As kept → as shown.
json migration_to_json(const json& body);

/// Who may look at drafts, plans and what-ifs: administrators, and directors of the programme.
bool may_draft(const caller&, const std::string& programme);
refusal drafting_only();

} // namespace sluice::service
