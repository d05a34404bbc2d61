#pragma once

#include "engine/application/facts.hpp"
#include "engine/application/state.hpp"
#include "engine/ledger/division.hpp"
#include "engine/ledger/round_budget.hpp"
#include "engine/programme/programme.hpp"

#include <map>
#include <span>
#include <string>
#include <vector>

namespace sluice::application {

/// One application on a round's list, with the version of the programme that it is on. What is pointed at must outlive
/// the call.
struct listed_application {
    const programme::programme* rules = nullptr;
    const application_state* state = nullptr;
    const facts* known = nullptr;
};

/// What the `allocation` section says of one application.
struct appraisal {
    std::string application; ///< its number
    std::string pool;        ///< the part of the budget from which it draws
    fen claim;
    ledger::candidate weighed; ///< what it goes into the division with
};

/// A round's list, appraised and divided.
struct shared_list {
    std::vector<appraisal> list; ///< in the order in which the applications were given
    ledger::division divided;
};

/// Which of the ledger's ways divides what this section asks for.
ledger::division_rules division_rules_of(const programme::allocation_rules&);

/// The key of the application's part of the budget, by the section's `group`; empty where there is none.
result<std::string> group_of(const listed_application&);

/// Evaluates `claim`, `cap`, `score`, `brackets`, `formula` and `group` for each application, and divides the pools.
/// Applications whose version has no such section are appraised by `rules`. Refuses as the expressions do, and
/// `amount_invalid` for a figure below zero or above `fen_max`, with the application's number as the place.
result<shared_list> share_out(const programme::programme& rules, const ledger::round_budget& budget,
                              const std::map<std::string, fen>& pools, std::span<const listed_application> list);

/// What the formula gives this application of a pool of that size with so many claims in all; for running a list again
/// after someone has left it.
result<fen> formula_amount(const programme::allocation_rules&, const listed_application&, fen pool, fen claims,
                           std::size_t count);

} // namespace sluice::application
