#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/ledger/account.hpp"
#include "engine/ledger/posting.hpp"

#include <map>
#include <string>

namespace sluice::ledger {

/// What stands on each account: of a fund, or of one application in it (then `appropriation` and `available` stay
/// zero). Sources count what came in, so that every figure is zero or above.
struct account_totals {
    fen appropriation;
    fen recovery;
    fen surplus_return;
    fen exit_gain;
    fen available;
    fen reserved;
    fen committed;
    fen paid;
    fen invested;
    fen written_off;

    fen of(account which) const;
    fen& of(account which);

    /// Paid and not come back: the most that can still be recovered, returned, or sent back by the bank.
    fen paid_net() const { return paid - recovery - surplus_return; }

    friend bool operator==(const account_totals&, const account_totals&) = default;
};

/// The books of one fund: its totals, and those of its applications. A caller may hold only the applications that it is
/// about to move money for; one that is absent counts as never having had any, so **load every application that a
/// posting names**. An application whose totals are all zero is the same as one that is absent.
struct balances {
    std::string fund;
    account_totals totals;
    std::map<std::string, account_totals> applications;

    const account_totals& of_application(const std::string& application) const;

    friend bool operator==(const balances&, const balances&) = default;
};

/// The books after the posting, or why it cannot be made; the books handed in are consumed, so a caller that wants to
/// go on after a refusal hands in a copy. Takes constant time but for the look-up of the application. Refuses:
/// - `ledger_unbalanced`: another fund, accounts that do not fit the movement, an application missing or superfluous;
/// - `amount_invalid`: zero, negative, above `fen_max`, or a withdrawal of more than was appropriated;
/// - `fund_exhausted`: more than is available;
/// - `amount_exceeds_commitment`: more than the application has reserved, committed, invested, or been paid net;
/// - `arithmetic_overflow`: an account of the fund would stand above `fen_max`.
result<balances> apply(balances before, const posting& posted);

/// All postings of the entry in their order, or none. A refusal's place begins with `/postings/<index>`. An entry with
/// no posting, or more than `postings_of_entry_max`, is `ledger_unbalanced`.
result<balances> apply(balances before, const entry& entered);

/// The invariants of a fund's totals, or `ledger_unbalanced`:
/// - no account is negative;
/// - available = appropriation + recovery + surplus_return + exit_gain
///               − reserved − committed − paid − invested − written_off;
/// - paid + invested + written_off + committed + reserved ≤ appropriation + all that came back;
/// - recovery + surplus_return ≤ paid.
result<void> verify(const account_totals& of_fund);

/// The invariants of one application's totals: none negative, no `appropriation` or `available` of its own,
/// recovery + surplus_return ≤ paid.
result<void> verify_application(const account_totals& of_application, const std::string& application);

/// All of these for books that hold every application of the fund, and that the applications add up to the fund.
result<void> verify(const balances& complete);

/// `{"fund", "totals": {<account>: money, …}, "applications": {<application>: {<account>: money, …}}}`; accounts by
/// their persisted names, an application without `appropriation` and `available`, and left out when all are zero.
json to_json(const balances& written);

/// Reads what `to_json` wrote: every account must be there. Refuses `invalid_value` or `unknown_field` for a wrong
/// shape, `amount_invalid` for a wrong amount, and `ledger_unbalanced` when the totals do not verify.
result<balances> balances_from_json(const json& value, const std::string& place);

/// The totals alone, for a store that keeps a row for each fund and application.
json fund_totals_to_json(const account_totals& of_fund);
json application_totals_to_json(const account_totals& of_application);
result<account_totals> fund_totals_from_json(const json& value, const std::string& place);
result<account_totals> application_totals_from_json(const json& value, const std::string& place);

} // namespace sluice::ledger
