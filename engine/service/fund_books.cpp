#include "engine/service/fund_books.hpp"

#include <stdexcept>

namespace sluice::service {

ledger::account_totals read_totals(store::reader& reader, const std::string& fund, const std::string& application) {
    ledger::account_totals totals;
    for (const auto& each : reader.balances(fund, application))
        totals.of(ledger::account_named(each.account).value()) = each.amount;
    const auto sound = application.empty() ? ledger::verify(totals) : ledger::verify_application(totals, application);
    if (!sound) throw std::logic_error("the books of " + fund + " do not balance: " + sound.error().explanation.en);
    return totals;
}

void post(store::write_transaction& store, const std::vector<ledger::posting>& postings, instant at,
          std::int64_t log_position, const std::string& note) {
    std::vector<store::ledger_record> records;
    std::vector<store::account_balance> changes;
    const auto change = [&](const ledger::posting& posted, ledger::account which, fen amount) {
        const std::string account{ledger::name_of(which)};
        changes.push_back({posted.fund, "", account, amount});
        if (!posted.application.empty() && ledger::is_kept_per_application(which))
            changes.push_back({posted.fund, posted.application, account, amount});
    };
    for (const auto& posted : postings) {
        records.push_back({0, posted.fund, posted.application, std::string{ledger::name_of(posted.kind)},
                           std::string{ledger::name_of(posted.from)}, std::string{ledger::name_of(posted.to)},
                           posted.amount, at, log_position, note});
        // A source counts what came in; a bucket holds what is there.
        const bool withdrawal = posted.kind == ledger::movement::withdraw_appropriation;
        change(posted, posted.from, ledger::is_source(posted.from) ? posted.amount : fen{} - posted.amount);
        change(posted, posted.to, withdrawal ? fen{} - posted.amount : posted.amount);
    }
    store.post(records, changes);
}

} // namespace sluice::service
