#pragma once

#include "engine/service/errand.hpp"

namespace sluice::service {

/// Divides a round's budget among all applications that wait for it, pro rata of their claims and exact to the fen, and
/// tells each its share (`allocation.decided`): one list, all or nothing. Refuses `not_permitted`, `not_found`,
/// `already_exists` once it has been decided (a dry run then gives what was decided), `event_not_possible` when no
/// application waits, `fund_exhausted`.
result<answer> carry_out(const errand&, const decide_allocation&);

} // namespace sluice::service
