#pragma once

#include "engine/base/json.hpp"
#include "engine/store/reader.hpp"

#include <string>

namespace sluice::service {

/// Holds the books of a fund against everything else that knows of its money, and names every difference:
/// - the balances kept against those that the entries give, of the fund and of each application, and the invariants;
/// - each application's own figures against its books, and its payments against what was paid out for it;
/// - the bank's answers against the payments: what is still with the bank, and what was paid by hand.
/// `chain` is the programme in whose record the fund's batches are. Reads everything the fund has.
json reconcile(store::reader&, const std::string& fund, const std::string& chain);

} // namespace sluice::service
