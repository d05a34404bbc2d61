#pragma once

#include "engine/application/acting.hpp"
#include "engine/application/overlap.hpp"
#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/calendar/calendar.hpp"
#include "engine/ledger/balances.hpp"
#include "engine/ledger/round_budget.hpp"
#include "engine/review/conflict.hpp"
#include "engine/review/expert_pool.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::application {

/// Who acts, with the roles that count on this very application: `applicant` only for people of its organisation,
/// `reviewer` only for members of its panels, `public` always, `system` for timers and results.
struct actor_facts {
    std::string person;
    std::string organisation;
    std::vector<std::string> roles;
    acting_for acting{};         ///< for whom, where not for themselves
    bool may_name_payee = false; ///< of an agent: whether the mandate lets it say where the money goes

    bool has_role(std::string_view role) const;
    bool has_any_role(const std::vector<std::string>& wanted) const;
};

/// An award that the applicant had before.
struct earlier_award {
    std::string programme, title;
    fen amount;
    instant at;
};

/// Something that the applicant owes on one of its applications.
struct owed {
    std::string application, number;
    text title;
    instant due_at;
};

/// What the applicant holds or held of public money by one application, this one included.
struct holding {
    std::string programme, application, number;
    fen bound;           ///< reserved and committed now
    fen paid;            ///< and not come back; what is invested counts as paid
    fen committed_total; ///< ever committed, whatever became of it: what was issued
    instant at;          ///< when it was first committed; before that, when it was first reserved

    friend bool operator==(const holding&, const holding&) = default;
};

/// A certificate that the applicant may show; those that were revoked are not among them.
struct held_certificate {
    std::string kind, programme, application, number, title;
    instant at, until;
};

struct applicant_facts {
    std::string id, name, code;
    instant barred_until; ///< 1970 if never
    std::vector<earlier_award> funded;
    std::vector<owed> obligations{}; ///< not met yet, whenever they are due
    std::vector<std::string> mails;  ///< addresses of the organisation's people, to detect conflicts
    std::vector<holding> holdings{};
    std::vector<held_certificate> certificates{};
};

struct round_facts {
    std::string id;
    instant opens_at, closes_at;
    fen budget;
    int year = 0;
    std::map<std::string, fen> parts{};    ///< of the budget, by the key of the programme's `allocation.group`
    ledger::round_use used{};              ///< what is bound or spent of each pool
    std::optional<instant> exhausted_at{}; ///< when it closed early because its budget was used up

    ledger::round_budget limits() const { return {budget, parts}; }
};

/// What `decide` has to know beyond the application itself, gathered before it is asked.
struct facts {
    instant now; ///< the recorded time of the event
    actor_facts actor;
    applicant_facts applicant;
    /// Finds submitted applications about the same project, oldest first. Called once, when an expression that reads
    /// `overlap` is evaluated; nobody looks where it is empty.
    std::function<std::vector<overlapping_project>()> overlaps{};
    round_facts round;
    ledger::account_totals fund;
    std::vector<review::expert> experts;     ///< those whom the command names
    std::vector<review::pool_expert> pool{}; ///< everyone who could be drawn, for a draw
    std::function<std::string()> new_id;     ///< a fresh id each time
    /// The roles that another person has on this application, whom the event names; none for a stranger.
    std::function<std::vector<std::string>(const std::string& person)> roles_of{};
    std::string receipt{};   ///< SHA-256 of the code that whoever objects is given, hexadecimal
    std::string objection{}; ///< the one whose code the sender has shown
    const calendar::calendar* days = nullptr;
};

} // namespace sluice::application
