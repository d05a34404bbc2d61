#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/result.hpp"
#include "engine/review/conflict.hpp"
#include "engine/review/panel.hpp"
#include "engine/review/panel_rules.hpp"

#include <string>

namespace sluice::review {

/// What can be done to a panel. Each function takes the panel as it is and gives the panel as it becomes, or the
/// refusal; it touches nothing else. All refuse `panel_closed` once the panel is closed. Those done by a member refuse
/// `not_assigned` for a person without a seat and `recused` for one who was recused.

/// Gives the expert a seat. Refuses `already_exists` for a member, `recused` for a person once recused here,
/// `conflict_of_interest` with every ground found as a requirement (id: the ground's name), and `panel_not_composed`
/// when all seats are taken.
result<panel> assign(panel before, const panel_rules& rules, const expert& candidate, const applicant_facts& applicant,
                     instant at);

/// The member declares to have no conflict of interest. Declaring again keeps the first time.
result<panel> declare_no_conflict(panel before, const std::string& person, instant at);

/// The member leaves, and whatever the member drafted, submitted or voted is void; the seat must be filled anew before
/// anyone else can submit. Refuses `invalid_value` without a ground.
result<panel> recuse(panel before, const std::string& person, const std::string& ground, instant at);

/// Keeps unfinished scores. Refuses `already_submitted`, `event_not_possible` in a panel that votes, and
/// `invalid_value` or `amount_invalid` with the place.
result<panel> save_draft(panel before, const panel_rules& rules, const std::string& person, score_sheet draft);

/// Submits final scores. Refuses as `save_draft`, also for missing criteria, `panel_not_composed` with what is lacking,
/// and `requirement_not_met` (`no_conflict_declared`) while the member's declaration is missing.
result<panel> submit_score(panel before, const panel_rules& rules, const std::string& person, score_sheet sheet,
                           instant at);

/// Casts a vote, once. Refuses as `submit_score`; `event_not_possible` in a panel that scores.
result<panel> cast_vote(panel before, const panel_rules& rules, const std::string& person, vote_choice choice,
                        instant at);

/// Ends the review. Refuses `panel_not_composed`, and in a panel that scores `requirement_not_met` (`review_submitted`,
/// one for each member who has not). A vote may be closed with members absent: the outcome says whether it was quorate.
result<panel> close(panel before, const panel_rules& rules, instant at);

} // namespace sluice::review
