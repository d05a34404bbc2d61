#include "engine/ledger/year_end.hpp"

#include <algorithm>

namespace sluice::ledger {
namespace {

constexpr std::array ways_in{movement::appropriate, movement::recover, movement::return_surplus,
                             movement::return_principal, movement::gain};

fen moved(const movement_sums& sums, movement kind) {
    const auto found = sums.find(kind);
    return found == sums.end() ? fen{} : found->second;
}

} // namespace

account_totals totals_of(const movement_sums& sums) {
    account_totals made;
    for (const auto& [kind, amount] : sums) {
        const auto [from, to] = route_of(kind);
        // A source counts what came in, a bucket holds what is there.
        if (is_source(from))
            made.of(from) += amount;
        else
            made.of(from) -= amount;
        if (is_source(to))
            made.of(to) -= amount;
        else
            made.of(to) += amount;
    }
    return made;
}

year_end close_year(const movement_sums& until_start, const movement_sums& until_end, const account_totals& now) {
    fen came_in;
    for (const auto kind : ways_in)
        came_in += moved(until_end, kind) - moved(until_start, kind);
    year_end closed;
    closed.unspent = totals_of(until_end).available;
    closed.carried_over = std::min(closed.unspent, came_in);
    closed.lapsed = closed.unspent - closed.carried_over;
    closed.returned = std::min({closed.lapsed, now.available, now.appropriation});
    return closed;
}

} // namespace sluice::ledger
