#pragma once

#include "engine/review/assignment.hpp"
#include "engine/service/access.hpp"
#include "engine/service/commands.hpp"
#include "engine/service/errand.hpp"

#include <string>
#include <vector>

namespace sluice::service {

/// The free seats of a round given to the pool at once.
struct planned_round {
    review::assignment_plan plan;
    std::vector<loaded_application> applications; ///< those of the plan's cases, in their order
    std::string digest;                           ///< of the plan and of every application's revision
};

/// Plans the open panels of that name over the round's applications which are on the programme's present version. For
/// those whom the panel's rules name under `assign`; refuses `not_permitted` to others, `not_found` for a round or
/// panel that there is not, `event_not_possible` when no seat is free, and as `review::plan_assignment`. Reads only;
/// the largest rounds take seconds.
result<planned_round> plan_round(store::reader&, const library&, const caller&, const assign_round& wanted,
                                 instant now);

/// The plan as answers show it.
json plan_to_json(store::reader&, const assign_round& wanted, const planned_round&, bool applied);

/// Plans again and, if the digest is still the same, seats everyone, all or nothing; otherwise `version_conflict`.
result<answer> carry_out(const errand&, const assign_round&);

} // namespace sluice::service
