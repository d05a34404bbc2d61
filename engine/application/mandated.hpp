#pragma once

#include "engine/application/procedure.hpp"

namespace sluice::application {

/// Whether an agent may do this now. What the form can still say is the agent's to write and to send: under a mandate
/// one changes and submits what is tagged `editable`. What comes later commits the applicant (a
/// signature, a report, a late withdrawal) and is done by the applicant's own people.
result<void> check_mandate(const procedure&);

/// Refuses a change of the account into which money is paid (`payments.payee` of the programme), unless the actor may
/// name it. `before` and `after` are forms.
result<void> check_payee(const procedure&, const json& before, const json& after);

} // namespace sluice::application
