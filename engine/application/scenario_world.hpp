#pragma once

#include "engine/application/decide.hpp"
#include "engine/application/scenario_trace.hpp"

#include <map>
#include <set>
#include <string>

namespace sluice::application {

/// What one scenario acts in: a clock, a fund, people, and the one application. Internal to the scenario runner.
class scenario_world {
public:
    /// With notes, what happens is written down in lines. With `replayed`, every record is held to the state it brings
    /// about when it is read again.
    scenario_world(const programme::programme&, const json& cases, const calendar::calendar&,
                   scenario_notes* notes = nullptr, bool replayed = true);

    /// Carries a command out as the person (empty: the system); the refusal when it is refused.
    result<void> carry_out(const command&, const std::string& person);
    /// Whether the person could, without doing it, if the form were changed so.
    result<void> try_out(const command&, const std::string& person, const json& form_patch = json::object());
    /// The people who could do it now, with where it would lead each.
    std::map<std::string, std::string> able_to(const command&);
    /// Moves the clock to the end of the delay; timers fire at their times on the way.
    result<void> wait(const std::string& delay);
    /// Prepares, approves and records the instalment by three people who have the roles.
    result<void> pay(const std::string& instalment);
    /// Shares the round's budget with this application alone; the person (empty: somebody) must be one who decides it.
    result<void> allocate(const std::string& person);

    /// Draws the check with this application alone; not drawn, it is as if others had been. The person must be one who
    /// draws.
    result<void> spot_check(const std::string& name, bool drawn, const std::string& person);

    void set_time(instant when) { now_ = when; }
    /// Another fund bars the organisation.
    void bar_until(instant when) { barred_until_ = when; }
    /// What others have applied for with the same project; seen only where the programme's expressions read `overlap`.
    void set_overlaps(std::vector<overlapping_project> all) { overlaps_ = std::move(all); }
    /// On another application of the organisation something is due at that time, and not done.
    void owe_since(instant when) { owed_since_ = when; }
    /// `"@otto"` stands for a person, `"$first"` for the objection that a step was told to remember under that name.
    json resolved(json data) const;
    /// Whose receipt code the step's person shows: that of the objection named by `of`, or of the person's last one.
    void show_receipt(const json& step);
    /// What the step has opened, under the name it gives.
    void remember(const json& step);
    /// What the organisation holds by its other applications.
    void hold(holding other) { holdings_.push_back(std::move(other)); }
    /// An award that the organisation had before.
    void fund_before(earlier_award award) { funded_.push_back(std::move(award)); }
    /// What another application of the organisation certified.
    void certify(held_certificate other) { certificates_.push_back(std::move(other)); }
    /// From here on `told` counts anew.
    void begin_step() { told_.clear(); }
    /// To whom messages went during this step, in order.
    const std::vector<std::string>& told() const { return told_; }
    /// Who else could have taken this step; before it is taken.
    void note_others(const std::string& name, const command&);
    /// What becomes of the events that are possible now, tried as other scenarios send them.
    void note_doors();
    void note(std::string line);
    const std::vector<std::string>& lines() const { return lines_; }
    const application_state& state() const { return state_; }
    const ledger::account_totals& fund() const { return fund_; }
    const std::set<std::size_t>& taken() const { return taken_; }
    std::string fresh_id();

private:
    /// Roles, organisation, seats and acts: who is alike in all of them is treated alike.
    std::string standing_of(const std::string& person) const;
    void remember_holding(const std::vector<ledger::posting>& moved);
    void remember_certificate(const change&);
    facts facts_for(const std::string& person, const command&);
    result<void> pay_step(const std::string& instalment, const std::string& step, const std::string& person);
    void take_notice_of(const std::vector<change>&);
    std::vector<std::string> people_with(const std::vector<std::string>& roles) const;

    const programme::programme& rules_;
    const json& cases_;
    const calendar::calendar& days_;
    instant now_;
    application_state state_;
    ledger::account_totals fund_;
    instant barred_until_;
    std::vector<overlapping_project> overlaps_;
    std::optional<instant> owed_since_;
    std::map<std::string, std::string> remembered_, objected_; ///< by name; by person: objections
    std::string shown_;
    std::vector<earlier_award> funded_;
    std::vector<holding> holdings_;
    std::vector<held_certificate> certificates_;
    std::set<std::size_t> taken_;
    std::vector<std::string> told_;
    scenario_notes* notes_ = nullptr;
    bool replayed_ = true;
    std::vector<std::string> lines_;
    std::int64_t ids_ = 0;
};

} // namespace sluice::application
