#pragma once

#include "engine/ledger/balances.hpp"
#include "engine/ledger/posting.hpp"
#include "engine/store/write_transaction.hpp"

#include <string>
#include <vector>

namespace sluice::service {

/// What stands on the accounts of a fund (empty application) or of one application in it. Checked against the ledger's
/// invariants; throws `std::logic_error` when the books do not balance, which stops the command.
ledger::account_totals read_totals(store::reader&, const std::string& fund, const std::string& application);

/// Writes postings that the ledger has accepted, with the changes of every account they touch.
void post(store::write_transaction&, const std::vector<ledger::posting>&, instant at, std::int64_t log_position,
          const std::string& note);

} // namespace sluice::service
