#pragma once

#include "engine/base/result.hpp"
#include "engine/ledger/balances.hpp"
#include "engine/ledger/posting.hpp"

#include <span>
#include <string>

namespace sluice::ledger {

/// The books of a fund rebuilt from its entries alone, in their order, and verified. Refuses as `apply` does, with the
/// id of the entry at fault before the place. The work is linear in the postings.
result<balances> replay(std::string fund, std::span<const entry> entries);

/// Replays and compares with the books that were kept. The replayed books when both agree, else `ledger_unbalanced`
/// with one requirement for each figure that differs, `differences_max` at most.
inline constexpr std::size_t differences_max = 100;
result<balances> settle(const balances& kept, std::span<const entry> entries);

} // namespace sluice::ledger
