#pragma once

#include "engine/application/command.hpp"
#include "engine/application/procedure.hpp"

namespace sluice::application {

/// due → prepared → approved → paid, each step by another person with the role the programme names; `send_back`, by
/// whoever may approve or record, returns the payment to due. Recording moves the money and tells the statechart
/// (`payment.paid`). Refuses `not_found`, `payment_not_possible`, `not_permitted`, `same_person`.
result<void> advance(procedure&, const advance_payment&);

/// Why the actor could not take the step now; empty when it could.
std::optional<refusal> why_not(const procedure&, const payment&, const std::string& step);

} // namespace sluice::application
