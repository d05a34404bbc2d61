#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/result.hpp"
#include "engine/ledger/balances.hpp"

#include <map>
#include <string>

namespace sluice::ledger {

/// What a round may bind and spend: so much in all, and of that a part of its own for each field or district that is
/// named. Whoever belongs to none of these shares the rest, the pool without a name.
struct round_budget {
    fen total;
    std::map<std::string, fen> named;

    /// The pool from which an application with this key draws: its own, or "" for the rest.
    std::string pool_of(const std::string& key) const { return named.contains(key) ? key : std::string{}; }
    /// What the pool holds at the beginning; for "" what the named ones leave.
    fen of_pool(const std::string& pool) const;

    friend bool operator==(const round_budget&, const round_budget&) = default;
};

/// What is bound or spent of each pool. A pool may have lost its name since: it counts in the total then.
using round_use = std::map<std::string, fen>;

/// Refuses `amount_invalid` for a part that is negative, above `fen_max`, or for parts above the total; places are
/// `/budgets/<name>` and `/budgets`.
result<void> check(const round_budget&);

/// What can still be drawn in all, and from one pool: never more than is left in all, and never below zero.
fen free_of(const round_budget&, const round_use&);
fen free_of_pool(const round_budget&, const round_use&, const std::string& pool);

/// What an application holds of its round: reserved, committed, paid, invested or written off. Money that came back
/// later is the fund's, not the round's, so a recovery does not lower it.
fen drawn_by(const account_totals& of_application);

} // namespace sluice::ledger
