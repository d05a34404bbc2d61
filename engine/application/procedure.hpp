#pragma once

#include "engine/application/change.hpp"
#include "engine/application/facts.hpp"
#include "engine/application/scope.hpp"
#include "engine/ledger/posting.hpp"
#include "engine/programme/programme.hpp"
#include "engine/statechart/interpreter.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::application {

/// One command under way: a working copy of the application, the changes made so far, and the statechart's host, which
/// evaluates guards and performs actions. Each change is applied at once, so that the next expression sees it. Thrown
/// away whole when anything refuses.
class procedure final : public statechart::host {
public:
    procedure(const programme::programme&, application_state before, const facts&);

    /// Runs the initial states; for a new application.
    result<void> start();
    /// An event from a person: `by`, `data`, `separate_from` and `requires` of the transition are checked.
    result<void> send(const std::string& type, const json& data);
    /// An event from inside or from the system. Taken if some transition wants it, otherwise it passes by.
    result<void> deliver(const std::string& type, const json& data);
    result<void> fire(const std::string& timer);

    /// Adds a change and applies it to the working copy.
    void happened(std::string kind, json data);
    /// Moves money of this application; refuses as the ledger does.
    result<void> post(ledger::movement, fen amount);

    /// Whether an active state has the tag.
    bool tagged(std::string_view tag) const;

    const application_state& state() const { return state_; }
    const programme::programme& rules() const { return programme_; }
    const facts& known() const { return facts_; }
    const std::vector<std::size_t>& taken() const { return taken_; }
    scope& values() { return scope_; }
    std::vector<change> take_changes() { return std::move(changes_); }
    application_state take_state() { return std::move(state_); }

    // statechart::host
    result<bool> enabled(const statechart::transition&, const statechart::event&, const statechart::snapshot&) override;
    result<void> perform(const statechart::action&, const statechart::event&, statechart::raiser&) override;
    void exited(const statechart::state&) override;
    void timer_started(const statechart::timer&) override;
    void timer_stopped(const statechart::timer&) override;

private:
    /// Why no transition was taken, as far as it was seen.
    struct denials {
        bool not_permitted = false;
        bool guard_not_met = false;
        std::optional<refusal> data_invalid;
        std::vector<std::string> roles; ///< that could have sent it
    };

    result<void> check_round(fen amount);
    result<bool> enabled_for_person(const programme::transition_rules&);
    result<bool> guard_holds(const programme::transition_rules&);
    result<void> start_timers();
    result<void> settle(result<statechart::step>, bool must_be_accepted, const std::string& type);
    refusal why_not_accepted(const std::string& type) const;
    text title_of_event(const std::string& type) const;
    text titles_of_states() const;

    const programme::programme& programme_;
    const facts& facts_;
    application_state state_;
    scope scope_;
    ledger::balances books_; ///< of the fund and of this application
    fen drawn_before_;       ///< of the round, by this application
    std::vector<change> changes_;
    std::vector<std::size_t> taken_; ///< transitions

    statechart::snapshot position_;
    std::vector<std::size_t> starting_;       ///< timers started in this step, not yet given a due time
    const statechart::event* sent_ = nullptr; ///< the person's event while it is being taken
    bool acceptance_recorded_ = false;
    denials denials_;
    std::optional<refusal> trouble_; ///< of a callback that cannot refuse by itself
};

} // namespace sluice::application
