#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/result.hpp"
#include "engine/review/conflict.hpp"
#include "engine/review/panel.hpp"
#include "engine/review/panel_rules.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::review {

/// What can be done to a panel. Each function takes the panel as it is and gives the panel as it becomes, or the
/// refusal; it touches nothing else. All refuse `panel_closed` once the panel is closed. Those done by a member refuse
/// `not_assigned` for a person without a seat, `recused` for one who was recused, and where something is delivered
/// `requirement_not_met` (`invitation_accepted`) for one who is still invited.

/// By when the expert answers and delivers. With `answer_by` the expert is invited first; without, seated at once.
struct seat_terms {
    std::optional<instant> answer_by = std::nullopt;
    std::optional<instant> due_by = std::nullopt; ///< of one who is seated at once; the invited get it when they accept
};

/// Gives the expert a seat. Refuses `already_exists` for a member, `recused` for a person once recused here,
/// `conflict_of_interest` with every ground found as a requirement (id: the ground's name), and `panel_not_composed`
/// when all seats are taken.
result<panel> assign(panel before, const panel_rules& rules, const expert& candidate, const applicant_facts& applicant,
                     instant at, const seat_terms& terms = {});

/// The invited expert says yes and has until `due_by` to deliver. Refuses `event_not_possible` to one who is not
/// invited. Too late is not refused: until the seat has gone to somebody else, a yes is welcome.
result<panel> accept(panel before, const std::string& person, instant at, std::optional<instant> due_by);

/// The invited expert, or one who has accepted and not yet delivered, gives the seat up. Refuses `already_submitted`
/// after that (then only a recusal is left), and `invalid_value` for a reason that is too long.
result<panel> decline(panel before, const std::string& person, const std::string& because, instant at);

/// The office takes the seat from a member who is late. Refuses `already_submitted`, `requirement_not_met` (`late`) for
/// one who is in time, so that nobody is replaced for being inconvenient, and `invalid_value` without a reason.
result<panel> replace(panel before, const std::string& person, const std::string& because, instant at);

/// Notes that everyone who owes an answer or a review, and whose due time is at or before `due_until`, was reminded.
/// Refuses `event_not_possible` when there is nobody; `reminded` gets those who are.
result<panel> remind(panel before, instant at, instant due_until, std::vector<std::string>& reminded);

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
