#pragma once

#include "engine/base/text.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace sluice::ledger {

/// The accounts of one fund. Names and numbers are persisted: append only, never rename or renumber.
///
/// Sources are credit-normal: they say where money came from and grow as it comes. Buckets are debit-normal: they say
/// where it is now, and none is ever negative.
enum class account : std::uint8_t {
    appropriation = 1,  ///< source: what the treasury gave, less what went back to it
    recovery = 2,       ///< source: grants that were paid and ordered back (追回)
    surplus_return = 3, ///< source: unspent grant money that came back at acceptance (结余)
    exit_gain = 4,      ///< source: what an exit brought above the principal
    available = 10,     ///< bucket: free to be promised
    reserved = 11,      ///< bucket: set aside for an application that is being decided
    committed = 12,     ///< bucket: promised by an agreement, not yet paid
    paid = 13,          ///< bucket: grants paid, gross: what comes back later does not lower it
    invested = 14,      ///< bucket: equity outstanding, at cost
    written_off = 15,   ///< bucket: equity given up, at cost
};

inline constexpr std::array every_account{
    account::appropriation, account::recovery,  account::surplus_return, account::exit_gain, account::available,
    account::reserved,      account::committed, account::paid,           account::invested,  account::written_off};

/// Everything that can happen to money. Names and numbers are persisted: append only, never rename or renumber.
enum class movement : std::uint8_t {
    appropriate = 1,
    withdraw_appropriation = 2,
    reserve = 3,
    release_reservation = 4,
    commit = 5,
    release_commitment = 6,
    pay = 7,
    reverse_payment = 8, ///< the bank sent the money back: it is owed as before
    recover = 9,
    return_surplus = 10,
    invest = 11,
    return_principal = 12,
    gain = 13,
    write_off = 14,
};

inline constexpr std::array every_movement{movement::appropriate, movement::withdraw_appropriation,
                                           movement::reserve,     movement::release_reservation,
                                           movement::commit,      movement::release_commitment,
                                           movement::pay,         movement::reverse_payment,
                                           movement::recover,     movement::return_surplus,
                                           movement::invest,      movement::return_principal,
                                           movement::gain,        movement::write_off};

/// From which account to which a movement goes.
struct route {
    account from;
    account to;

    friend bool operator==(const route&, const route&) = default;
};

route route_of(movement kind);

/// Whether money comes from outside through this account (appropriation, recovery, surplus_return, exit_gain).
bool is_source(account which);

/// Whether the account is also kept for each application: all but `appropriation` and `available`.
bool is_kept_per_application(account which);

/// Whether the movement belongs to an application: all but `appropriate` and `withdraw_appropriation`.
bool is_of_application(movement kind);

/// The persisted names, and back.
std::string_view name_of(account which);
std::string_view name_of(movement kind);
std::optional<account> account_named(std::string_view name);
std::optional<movement> movement_named(std::string_view name);

/// What people call the account.
text title_of(account which);

} // namespace sluice::ledger
