#pragma once

#include "engine/service/errand.hpp"
#include "engine/service/round_list.hpp"

namespace sluice::service {

/// Divides a round's pools among all applications that wait for them, as the definition says and exact to the fen, and
/// tells each its share (`allocation.decided`): one list, all or nothing. With a waiting list, those who get nothing go
/// on waiting. Refuses `not_permitted`, `not_found`, `event_not_possible` when no application
/// waits, `already_exists` once it has been decided, `fund_exhausted`.
result<answer> carry_out(const errand&, const decide_allocation&);

/// Divides the pools of a decided list again among those who are still on it: who held money of the round and holds
/// none any more has left. Those whose share changes are told it (`allocation.decided`), and keep what they have where
/// their procedure does not take that. Refuses `event_not_possible` when nothing was decided, the definition does not
/// redistribute, or nothing changes.
result<answer> carry_out(const errand&, const rerun_allocation&);

/// The same without its effect, as anybody who decides may see it beforehand.
result<json> preview_rerun(store::reader&, const library&, clock&, const caller&, const std::string& round);

} // namespace sluice::service
