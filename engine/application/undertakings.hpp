#pragma once

#include "engine/application/procedure.hpp"

#include <string_view>

/// What follows a decision: signatures under an agreement, what is owed by a date, changes of the project.
namespace sluice::application {

// Actions of the definition's vocabulary: see workflows/README.md.

/// Signs the newest file of a kind. Refuses `document_missing` if there is none, `version_conflict` if another one was
/// seen, `not_permitted` to whoever does not have the role.
result<void> sign(procedure&, const json& params, statechart::raiser&);
/// Reminders that would be in the past are left out.
result<void> oblige(procedure&, const json& params, statechart::raiser&);
result<void> discharge(procedure&, const json& params, statechart::raiser&);
result<void> record_change(procedure&, const json& params, statechart::raiser&);

/// Timers of what is owed; they belong to no state.
bool is_reminder(std::string_view timer);
/// Tells the applicant what is owed or overdue, and the role that watches over it what is overdue.
result<void> remind_of_obligation(procedure&, const std::string& timer);
/// Nothing is owed any more on an application that has ended.
void forget_obligations(procedure&);

} // namespace sluice::application
