#pragma once

#include "tests/api/dream_fund.hpp"

#include <string>

namespace sluice::test {

/// The dream fund's bureau with the innovation voucher and the maker space at work in it besides, each with a round of
/// its own. `ada` and `ben` apply for their firms. What goes wrong on the way throws `std::runtime_error`.
class voucher_office : public dream_fund {
public:
    static constexpr const char* vouchers = "innovation-voucher";
    static constexpr const char* maker_space = "maker-space-admission";

    explicit voucher_office(std::string_view now = "2026-03-10T09:00:00+08:00");

    const std::string& voucher_round() const { return voucher_round_; }

    /// The form of a voucher of that many yuan as this person's organisation would fill it in.
    json voucher_form(const std::string& amount, const std::string& person = "ada") const;

    /// Vouchers on their way: before the decision to issue, issued, redeemed for a service of that price, and awaiting
    /// their settlement.
    std::string to_be_issued(const std::string& amount, const std::string& person = "ada");
    std::string issued(const std::string& amount, const std::string& person = "ada");
    void redeem(const std::string& application, const std::string& service_price, const std::string& person = "ada");
    std::string awaiting_settlement(const std::string& amount, const std::string& service_price,
                                    const std::string& person = "ada");

    /// Draws the spot check, lets whoever was drawn pass the audit, and returns the draw.
    json draw();
    void pass_audit(const std::string& application);
    void pay(const std::string& application);

    std::string admitted_to_maker_space();

    std::string state_of(const std::string& application);
    std::string spot_checks(const std::string& rest = "") const;
    /// What the movement moved of the vouchers' fund; `period` is a query.
    std::string moved(const std::string& movement, const std::string& period = "");

private:
    std::string apply(const std::string& to, const std::string& in_round, const json& form, const std::string& person);
    void upload_as(const std::string& person, const std::string& application, const std::string& kind);

    json voucher_cases_, maker_cases_;
    std::string voucher_round_, maker_round_;
};

} // namespace sluice::test
