#pragma once

#include "engine/ledger/balances.hpp"
#include "engine/ledger/posting.hpp"
#include "engine/ledger/round_budget.hpp"
#include "engine/ledger/year_end.hpp"
#include "engine/store/write_transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::service {

/// What stands on the accounts of a fund (empty application) or of one application in it. Checked against the ledger's
/// invariants; throws `std::logic_error` when the books do not balance, which stops the command.
ledger::account_totals read_totals(store::reader&, const std::string& fund, const std::string& application);

/// Of which round an application's money is, and from which pool of it.
struct drawn_pool {
    std::string round, pool;
};

/// Writes postings that the ledger has accepted, with the changes of every account they touch, the round's included.
void post(store::write_transaction&, const std::vector<ledger::posting>&, instant at, std::int64_t log_position,
          const std::string& note, const std::optional<drawn_pool>& of_round = std::nullopt);

/// What is bound or spent of a round, by pool.
ledger::round_use read_round_use(store::reader&, const std::string& round);

/// What each movement of the fund had moved before that instant. Throws `std::logic_error` for a movement that the
/// ledger does not know.
ledger::movement_sums moved_before(store::reader&, const std::string& fund, instant when);

} // namespace sluice::service
