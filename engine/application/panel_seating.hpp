#pragma once

#include "engine/application/command.hpp"
#include "engine/application/procedure.hpp"
#include "engine/review/draw.hpp"

namespace sluice::application {

// How the seats of a panel are filled: by hand, by the draw, by a round's plan; and how the invited answer. Each
// refuses as `panels.hpp` says.

/// Seats those named. Refuses `event_not_possible` where the rules want members to be drawn, unless they come from a
/// plan.
result<void> assign(procedure&, const assign_members&);

/// Seats whom the lot falls on, out of `facts::pool`. Refuses `panel_not_composed` with what the panel would still
/// lack, and `event_not_possible` when no seat is free. The whole draw goes on the record, with the reasons against
/// everyone who could not be drawn.
result<void> draw_members(procedure&, const draw_panel&);

/// What `draw_members` would do, also where it would be refused for want of experts.
result<review::draw_outcome> preview_draw(const procedure&, const std::string& panel);

result<void> answer(procedure&, const answer_invitation&);
result<void> replace(procedure&, const replace_member&);
/// A message to each member whose answer or delivery is due within the rules' `reminder_days`, or late.
result<void> remind(procedure&, const remind_members&);

} // namespace sluice::application
