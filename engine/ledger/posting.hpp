#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/ledger/account.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::ledger {

/// One amount that leaves one account and enters another, within one fund. It balances by its shape; that the two
/// accounts are those of the movement is checked when it is applied and when it is read.
struct posting {
    std::string fund;
    std::string application; ///< empty for the movements that concern the fund alone
    movement kind = movement::appropriate;
    account from = account::appropriation;
    account to = account::available;
    fen amount;

    friend bool operator==(const posting&, const posting&) = default;
};

/// A posting with the accounts of its movement. `application` is empty for `appropriate` and `withdraw_appropriation`.
posting make_posting(std::string fund, movement kind, fen amount, std::string application = {});

/// A round decided as one list posts one amount for each application: no round is larger than this.
inline constexpr std::size_t postings_of_entry_max = 100'000;

/// Postings that happen together or not at all.
struct entry {
    std::string id;
    instant at;
    std::int64_t cause = 0; ///< position of the event that caused it in the record
    std::vector<posting> postings;

    friend bool operator==(const entry&, const entry&) = default;
};

/// `{"fund", "movement", "from", "to", "amount", "application"?}`, with money as `money_to_json` writes it.
json to_json(const posting& written);

/// Refuses `invalid_value` or `unknown_field` for a wrong shape, `amount_invalid` for a wrong amount, and
/// `ledger_unbalanced` when accounts and movement do not belong together. `place` is the pointer of `value`.
result<posting> posting_from_json(const json& value, const std::string& place);

/// `{"id", "at", "cause", "postings"}`; reading refuses as for a posting.
json to_json(const entry& written);
result<entry> entry_from_json(const json& value, const std::string& place);

/// Whether the posting is well formed: accounts and movement agree, the application is named exactly when the movement
/// is one of an application (`ledger_unbalanced`), and the amount is above zero and at most `fen_max`
/// (`amount_invalid`, with "/amount" after `place`).
result<void> check_shape(const posting& posted, const std::string& place = {});

} // namespace sluice::ledger
