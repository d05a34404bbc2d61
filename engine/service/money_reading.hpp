#pragma once

#include "engine/service/clock.hpp"
#include "engine/service/library.hpp"
#include "engine/service/money_queries.hpp"
#include "engine/store/database.hpp"

namespace sluice::service {

/// The money queries over a store. Each takes a reader of its own from the pool.
class money_reading final : public money_queries {
public:
    money_reading(store::database& database, const library_shelf& shelf, const clock& time)
        : database_{database}
        , shelf_{shelf}
        , clock_{time} {}

    result<page> funds(const caller&) const override;
    result<resource> fund(const caller&, const std::string& id, std::optional<instant> at,
                          const period& within) const override;
    result<page> fund_entries(const caller&, const std::string& id, const entry_filter&, const paging&) const override;
    result<page> fund_payments(const caller&, const std::string& id, const paging&) const override;
    result<resource> year_end(const caller&, const std::string& fund, int year) const override;
    result<resource> reconciliation(const caller&, const std::string& fund) const override;

    result<page> payment_batches(const caller&, const std::string& fund, const paging&) const override;
    result<resource> payment_batch(const caller&, const std::string& id) const override;
    result<document_content> payment_batch_file(const caller&, const std::string& id) const override;

    result<resource> round_budget(const caller&, const std::string& round) const override;
    result<resource> allocation(const caller&, const std::string& round) const override;
    result<resource> try_allocation(const caller&, const std::string& round, const allocation_trial&) const override;
    result<resource> allocation_rerun(const caller&, const std::string& round) const override;

private:
    /// `not_permitted` outside the office, `not_found` for a fund that pays for none of the caller's programmes.
    result<void> check_fund(const caller&, const std::string& id) const;

    store::database& database_;
    const library_shelf& shelf_;
    const clock& clock_;
};

} // namespace sluice::service
