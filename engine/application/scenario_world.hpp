#pragma once

#include "engine/application/decide.hpp"

#include <set>
#include <string>

namespace sluice::application {

/// What one scenario acts in: a clock, a fund, people, and the one application. Internal to the scenario runner.
class scenario_world {
public:
    scenario_world(const programme::programme&, const json& cases, const calendar::calendar&);

    /// Carries a command out as the person (empty: the system); the refusal when it is refused.
    result<void> carry_out(const command&, const std::string& person);
    /// Moves the clock to the end of the delay; timers fire at their times on the way.
    result<void> wait(const std::string& delay);
    /// Prepares, approves and records the instalment by three people who have the roles.
    result<void> pay(const std::string& instalment);
    /// Shares the round's budget with this application alone.
    result<void> allocate();

    void set_time(instant when) { now_ = when; }
    const application_state& state() const { return state_; }
    const ledger::account_totals& fund() const { return fund_; }
    const std::set<std::size_t>& taken() const { return taken_; }
    std::string fresh_id();

private:
    facts facts_for(const std::string& person, const command&);
    void take_notice_of(const std::vector<change>&);
    std::vector<std::string> people_with(const std::vector<std::string>& roles) const;

    const programme::programme& rules_;
    const json& cases_;
    const calendar::calendar& days_;
    instant now_;
    application_state state_;
    ledger::account_totals fund_;
    instant barred_until_;
    std::set<std::size_t> taken_;
    std::int64_t ids_ = 0;
};

} // namespace sluice::application
