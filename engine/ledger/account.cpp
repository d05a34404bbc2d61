#include "engine/ledger/account.hpp"

#include <stdexcept>

namespace sluice::ledger {

route route_of(movement kind) {
    switch (kind) {
    case movement::appropriate:
        return {account::appropriation, account::available};
    case movement::withdraw_appropriation:
        return {account::available, account::appropriation};
    case movement::reserve:
        return {account::available, account::reserved};
    case movement::release_reservation:
        return {account::reserved, account::available};
    case movement::commit:
        return {account::reserved, account::committed};
    case movement::release_commitment:
        return {account::committed, account::available};
    case movement::pay:
        return {account::committed, account::paid};
    case movement::reverse_payment:
        return {account::paid, account::committed};
    case movement::recover:
        return {account::recovery, account::available};
    case movement::return_surplus:
        return {account::surplus_return, account::available};
    case movement::invest:
        return {account::committed, account::invested};
    case movement::return_principal:
        return {account::invested, account::available};
    case movement::gain:
        return {account::exit_gain, account::available};
    case movement::write_off:
        return {account::invested, account::written_off};
    }
    throw std::logic_error("ledger: a movement that does not exist");
}

bool is_source(account which) {
    switch (which) {
    case account::appropriation:
    case account::recovery:
    case account::surplus_return:
    case account::exit_gain:
        return true;
    case account::available:
    case account::reserved:
    case account::committed:
    case account::paid:
    case account::invested:
    case account::written_off:
        return false;
    }
    throw std::logic_error("ledger: an account that does not exist");
}

bool is_kept_per_application(account which) {
    return which != account::appropriation && which != account::available;
}

bool is_of_application(movement kind) {
    return kind != movement::appropriate && kind != movement::withdraw_appropriation;
}

std::string_view name_of(account which) {
    switch (which) {
    case account::appropriation:
        return "appropriation";
    case account::recovery:
        return "recovery";
    case account::surplus_return:
        return "surplus_return";
    case account::exit_gain:
        return "exit_gain";
    case account::available:
        return "available";
    case account::reserved:
        return "reserved";
    case account::committed:
        return "committed";
    case account::paid:
        return "paid";
    case account::invested:
        return "invested";
    case account::written_off:
        return "written_off";
    }
    throw std::logic_error("ledger: an account that does not exist");
}

std::string_view name_of(movement kind) {
    switch (kind) {
    case movement::appropriate:
        return "appropriate";
    case movement::withdraw_appropriation:
        return "withdraw_appropriation";
    case movement::reserve:
        return "reserve";
    case movement::release_reservation:
        return "release_reservation";
    case movement::commit:
        return "commit";
    case movement::release_commitment:
        return "release_commitment";
    case movement::pay:
        return "pay";
    case movement::reverse_payment:
        return "reverse_payment";
    case movement::recover:
        return "recover";
    case movement::return_surplus:
        return "return_surplus";
    case movement::invest:
        return "invest";
    case movement::return_principal:
        return "return_principal";
    case movement::gain:
        return "gain";
    case movement::write_off:
        return "write_off";
    }
    throw std::logic_error("ledger: a movement that does not exist");
}

std::optional<account> account_named(std::string_view name) {
    for (const auto which : every_account)
        if (name_of(which) == name) return which;
    return std::nullopt;
}

std::optional<movement> movement_named(std::string_view name) {
    for (const auto kind : every_movement)
        if (name_of(kind) == name) return kind;
    return std::nullopt;
}

text title_of(account which) {
    switch (which) {
    case account::appropriation:
        return {"拨入预算", "appropriation"};
    case account::recovery:
        return {"追回资金", "recoveries"};
    case account::surplus_return:
        return {"退回结余", "returned surplus"};
    case account::exit_gain:
        return {"退出收益", "exit gains"};
    case account::available:
        return {"可用余额", "available balance"};
    case account::reserved:
        return {"预留金额", "reservation"};
    case account::committed:
        return {"已承诺金额", "commitment"};
    case account::paid:
        return {"已拨付金额", "payments"};
    case account::invested:
        return {"在投金额", "outstanding investment"};
    case account::written_off:
        return {"已核销金额", "write-offs"};
    }
    throw std::logic_error("ledger: an account that does not exist");
}

} // namespace sluice::ledger
