#pragma once

#include "engine/base/fen.hpp"
#include "engine/ledger/account.hpp"
#include "engine/ledger/balances.hpp"

#include <array>
#include <map>

namespace sluice::ledger {

/// How much each movement has moved, summed over some time.
using movement_sums = std::map<movement, fen>;

/// The totals that these movements make of an empty fund. Throws `std::overflow_error` only for sums no ledger holds.
account_totals totals_of(const movement_sums&);

/// What becomes of a fund's free money when a year ends (Budget Law, art. 42): what is unspent goes on to the next year
/// for the same purpose; what was unspent at the end of the year before and still is returns to the treasury.
struct year_end {
    fen unspent;      ///< available when the year ended
    fen carried_over; ///< of that, what came in during the year
    fen lapsed;       ///< of that, what is older: unspent two years in a row
    fen returned;     ///< what can be returned of it: at most what was appropriated and is still available
};

/// The oldest money is taken to be spent first. `until_start` and `until_end` are the sums of all movements before the
/// first instant of the year and of the next; `now` is what stands on the books when the year is closed, which may be
/// later. Money that is reserved or committed at the year's end is bound and counts as used; should it be released
/// afterwards, it is as old as it was. What came back from outside (recoveries, surplus, principal, gains) counts as
/// new in the year in which it came. Earlier returns to the treasury do not lower what came in.
year_end close_year(const movement_sums& until_start, const movement_sums& until_end, const account_totals& now);

} // namespace sluice::ledger
