#pragma once

#include "engine/application/command.hpp"
#include "engine/application/procedure.hpp"

namespace sluice::application {

// What happens to an application's panels once they are seated (`panel_seating.hpp`). Each refuses as engine/review
// does, and `not_found` for a panel that the programme does not have or that is not open. When the last member has
// submitted, the statechart hears of it
// (`panel.completed`), which is how reviewers advance a stage.

/// Opens a panel afresh, with a seed for its draw; an earlier one of the name stays in the record only.
result<void> open_panel(procedure&, const std::string& name);
/// Ends a panel with what has been submitted.
result<void> close_panel(procedure&, const std::string& name);

result<void> declare(procedure&, const declare_no_conflict&);
result<void> recuse(procedure&, const recuse_member&);
result<void> score(procedure&, const submit_score&);
result<void> vote(procedure&, const cast_vote&);

} // namespace sluice::application
