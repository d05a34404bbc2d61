#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/queries.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::service {

/// Which entries of a fund.
struct entry_filter {
    std::string account; ///< those that enter or leave this account; empty: all
};

/// A stretch of time: from its beginning, until before its end; open where empty.
struct period {
    std::optional<instant> from, to;
};

/// What to try in an allocation that is not decided yet.
struct allocation_trial {
    std::optional<fen> pool;            ///< of the round in all
    json parameters = json::object();   ///< name → value, money as amount and currency
    std::vector<std::string> leave_out; ///< applications
};

/// What can be read of money. Rules as in queries.hpp; what may take long says so and is not for the server's threads.
class money_queries {
public:
    virtual ~money_queries() = default;

    virtual result<page> funds(const caller&) const = 0;
    /// As it stands, or stood at that instant: with everything that was recorded until then; and what each movement
    /// moved within the period. Refuses `invalid_value` for a period that ends before it begins.
    virtual result<resource> fund(const caller&, const std::string& id, std::optional<instant> at,
                                  const period& within) const = 0;
    /// Each with the act that caused it.
    virtual result<page> fund_entries(const caller&, const std::string& id, const entry_filter&,
                                      const paging&) const = 0;
    virtual result<page> fund_payments(const caller&, const std::string& id, const paging&) const = 0;
    /// How the year was closed, or would be.
    virtual result<resource> year_end(const caller&, const std::string& fund, int year) const = 0;
    /// The ledger against its own entries, the applications and the bank's answers: every difference. Takes long.
    virtual result<resource> reconciliation(const caller&, const std::string& fund) const = 0;

    /// What went to the bank, without account numbers; for finance and auditors.
    virtual result<page> payment_batches(const caller&, const std::string& fund, const paging&) const = 0;
    virtual result<resource> payment_batch(const caller&, const std::string& id) const = 0;
    /// The very file, with account numbers; for finance alone.
    virtual result<document_content> payment_batch_file(const caller&, const std::string& id) const = 0;

    /// What a round may spend and has, by pool.
    virtual result<resource> round_budget(const caller&, const std::string& round) const = 0;
    /// The list as it would be decided now, with the effect of each parameter; once decided, what was. Takes long.
    virtual result<resource> allocation(const caller&, const std::string& round) const = 0;
    /// What would change if pool, parameters or list were others. Takes long.
    virtual result<resource> try_allocation(const caller&, const std::string& round, const allocation_trial&) const = 0;
    /// Who would get what if the decided list were divided again. Takes long.
    virtual result<resource> allocation_rerun(const caller&, const std::string& round) const = 0;
};

} // namespace sluice::service
