#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/ledger/round_budget.hpp"

#include <optional>

/// What stands in the body of a stored round.
namespace sluice::service {

ledger::round_budget budget_of_round(const json& body);
void set_budget_of_round(json& body, const ledger::round_budget&);

/// Since when the round has been closed early because its budget is used up.
std::optional<instant> exhausted_since(const json& body);

bool round_is_open(const json& body, instant now);

} // namespace sluice::service
