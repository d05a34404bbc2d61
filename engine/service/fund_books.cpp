#include "engine/service/fund_books.hpp"

#include <stdexcept>

namespace sluice::service {
namespace {

/// Under which name the buckets of a round are kept beside those of the funds.
std::string books_of_round(const std::string& round) {
    return "round/" + round;
}

bool counts_as_drawn(ledger::account which) {
    using enum ledger::account;
    return which == reserved || which == committed || which == paid || which == invested || which == written_off;
}

} // namespace

ledger::account_totals read_totals(store::reader& reader, const std::string& fund, const std::string& application) {
    ledger::account_totals totals;
    for (const auto& each : reader.balances(fund, application))
        totals.of(ledger::account_named(each.account).value()) = each.amount;
    const auto sound = application.empty() ? ledger::verify(totals) : ledger::verify_application(totals, application);
    if (!sound) throw std::logic_error("the books of " + fund + " do not balance: " + sound.error().explanation.en);
    return totals;
}

void post(store::write_transaction& store, const std::vector<ledger::posting>& postings, instant at,
          std::int64_t log_position, const std::string& note, const std::optional<drawn_pool>& of_round) {
    std::vector<store::ledger_record> records;
    std::vector<store::account_balance> changes;
    const auto change = [&](const ledger::posting& posted, ledger::account which, fen amount) {
        const std::string account{ledger::name_of(which)};
        changes.push_back({posted.fund, "", account, amount});
        if (!posted.application.empty() && ledger::is_kept_per_application(which))
            changes.push_back({posted.fund, posted.application, account, amount});
        if (of_round && counts_as_drawn(which))
            changes.push_back({books_of_round(of_round->round), of_round->pool, account, amount});
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

ledger::round_use read_round_use(store::reader& reader, const std::string& round) {
    ledger::round_use use;
    const auto add = [&](const store::account_balance& each) { use[each.application] += each.amount; };
    const auto books = books_of_round(round);
    for (const auto& each : reader.balances(books, ""))
        add(each);
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.application_balances(books, want);
        for (const auto& each : page.items)
            add(each);
        want.after = page.next;
        more = page.next.has_value();
    }
    return use;
}

ledger::movement_sums moved_before(store::reader& reader, const std::string& fund, instant when) {
    ledger::movement_sums sums;
    for (const auto& each : reader.moved_before(fund, when)) {
        const auto kind = ledger::movement_named(each.movement);
        if (!kind) throw std::logic_error("the ledger holds the unknown movement " + each.movement);
        sums[*kind] = each.amount;
    }
    return sums;
}

} // namespace sluice::service
