#pragma once

#include "tests/api/test_bureau.hpp"

#include <string>
#include <vector>

namespace sluice::test {

/// An amount as JSON.
json yuan(const std::string& amount);

/// A bureau with the dream fund at work in it, its forms taken from the programme's own `cases.json`: applicants `ada`
/// of the firm and `ben` of its rival; officers `olga`, `oscar`, `otto`; directors `dora`, `dirk`; `fiona` of finance;
/// `felix`, who holds all three roles; auditor `audrey`; administrator `adam`; experts `e1` to `e6`, of whom `e4` knows
/// finance, and `e7`, who works for the firm. What goes wrong on the way throws `std::runtime_error`.
class dream_fund : public test_bureau {
public:
    static constexpr const char* programme = "incubator-dream-fund";
    static constexpr const char* opens_at = "2026-03-02T00:00:00+08:00";
    static constexpr const char* closes_at = "2026-06-01T00:00:00+08:00";
    static constexpr const char* firm_code = "91330784MA2EEJ1T50";
    static constexpr const char* rival_code = "91330784597215142M";

    explicit dream_fund(std::string_view now = "2026-03-10T09:00:00+08:00",
                        const std::string& appropriated = "10000000.00");

    const std::string& firm() const { return firm_; }
    const std::string& rival() const { return rival_; }
    const std::string& round() const { return round_; }

    /// A complete form (`equity`, `maker`, `contest`, …) as this person's organisation would fill it in.
    json form(const std::string& name, const json& change = json::object(), const std::string& person = "ada") const;

    std::string draft(const json& form, const std::string& person = "ada", const std::string& round = "");
    void attach(const std::string& application, const std::vector<std::string>& kinds,
                const std::string& person = "ada");
    void take(const std::string& person, const std::string& application, const std::string& event,
              const json& data = nullptr);

    /// Applications on their way: submitted, before the panel, to be decided, published, and with the first payment
    /// due.
    std::string submitted(const std::string& form_name, const json& change = json::object(),
                          const std::string& person = "ada");
    std::string before_the_panel(const std::vector<std::string>& members);
    std::string to_be_decided(const json& change = json::object(), const std::string& person = "ada");
    std::string published();
    std::string with_payment_due();

    /// The application, the fund and the record as the auditor sees them.
    json seen(const std::string& application);
    json fund();
    bool log_is_valid();
    std::vector<std::string> history(const std::string& application);

private:
    json cases_;
    std::string firm_, rival_, round_;
};

/// Where one sends events of the application.
std::string events_of(const std::string& application);

/// A change of a form that makes it one for another project.
json another_project();

/// A complete, sound sheet for the dream fund's rubric.
json sheet();

} // namespace sluice::test
