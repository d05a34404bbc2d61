#pragma once

#include "engine/application/command.hpp"
#include "engine/application/procedure.hpp"

/// Objections to a public notice, and re-examinations of what was answered or decided.
namespace sluice::application {

/// The most objections and re-examinations that one application takes.
inline constexpr std::size_t objections_max = 200;

// Actions of the definition's vocabulary: see workflows/README.md.

/// Refuses `requirement_not_met` where the public objects without name or contact; `not_permitted` where it asks for a
/// re-examination without having objected; `event_not_possible` where there is no open notice to object to, where the
/// objection has no answer yet, or after the time for it.
result<void> open_objection(procedure&, const json& params, statechart::raiser&);
/// Refuses `same_person` for someone who took part before, `not_permitted` for someone without any of the roles.
result<void> assign_investigator(procedure&, const json& params, statechart::raiser&);
/// Refuses `event_not_possible` where none is open, `invalid_value` where it is not said which of several, and
/// `not_permitted` to anybody but the investigator who was named.
result<void> answer_objection(procedure&, const json& params, statechart::raiser&);

/// Whoever objected to the newest notice, and was not right, may ask for a re-examination within the term.
result<void> offer_reexamination(procedure&, const json& params, statechart::raiser&);

/// Puts on the record that the investigator looked at who objected; `not_permitted` for everybody else.
result<void> disclose(procedure&, const disclose_objector&);

} // namespace sluice::application
