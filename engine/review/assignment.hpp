#pragma once

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"
#include "engine/review/draw.hpp"
#include "engine/review/expert_pool.hpp"
#include "engine/review/fraction.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::review {

inline constexpr std::size_t assignment_cases_max = 2'000;
inline constexpr std::size_t assignment_pool_max = 1'000;
inline constexpr std::int64_t assignment_weight_max = 100;

/// An application whose panel has free seats.
struct assignment_case {
    std::string application; ///< its number: unique among the cases
    review_wish wish;
};

struct assignment_options {
    std::int64_t match_weight = 20; ///< cost of an expert who knows none of the fields; one who knows all costs 0
    std::int64_t load_weight = 1;   ///< cost of each review that the expert has already
    std::string seed;               ///< decides among experts who are equally good
};

struct assigned_expert {
    std::string person;
    expertise kind = expertise::technical;
    std::int64_t match = 0; ///< percent

    friend bool operator==(const assigned_expert&, const assigned_expert&) = default;
};

struct assigned_case {
    std::string application;
    free_seats wanted;
    std::vector<assigned_expert> experts; ///< by person
    std::vector<unmet_requirement> unmet; ///< what the panel would still lack
    friend bool operator==(const assigned_case&, const assigned_case&) = default;
};

struct expert_load {
    std::string person;
    std::int64_t before = 0, added = 0;

    friend bool operator==(const expert_load&, const expert_load&) = default;
};

/// How good a plan is.
struct assignment_quality {
    std::int64_t seats_wanted = 0, seats_filled = 0;
    std::int64_t cases_unmet = 0;            ///< whose panel would not be composed
    std::int64_t match_min = 0;              ///< percent, of the worst pair; 0 when there is none
    std::int64_t match_mean_hundredths = 0;  ///< of a percent
    std::int64_t experts_used = 0;           ///< with at least one new review
    std::int64_t load_min = 0, load_max = 0; ///< open reviews of the experts after the plan, over the whole pool
    std::int64_t load_mean_hundredths = 0;
    std::int64_t cost = 0; ///< what the flow minimised

    friend bool operator==(const assignment_quality&, const assignment_quality&) = default;
};

struct assignment_plan {
    std::vector<assigned_case> cases; ///< by application
    std::vector<expert_load> loads;   ///< of those with a new review, by person
    assignment_quality quality;

    friend bool operator==(const assignment_plan&, const assignment_plan&) = default;
};

/// Gives the free seats of all cases to the experts at once: as many seats as can be filled, and of all ways to do that
/// one with the least Σ match cost + Σ load cost, found as a minimum-cost flow.
///
/// The network: source → application (its free seats) → its technical, finance and other seats (so that seats which
/// must be technical or finance are kept for those: the rules' lower bounds) → the kind of expert → expert (at most 1:
/// nobody sits twice) → sink, through one arc for each further review of the expert, each dearer than the one before,
/// which spreads the load. Experts with any obstacle have no arc. An expert's arc costs match_weight × (100 − match) ÷
/// 100 rounded up; the review that comes on top of n others costs load_weight × n. Beyond 64 steps reviews are counted
/// in equal bundles.
///
/// The same input gives the same plan, in whatever order it comes. Refuses `invalid_value` beyond the bounds above, or
/// when an application or a person comes twice.
result<assignment_plan> plan_assignment(const std::vector<assignment_case>& cases, const std::vector<pool_expert>& pool,
                                        const panel_rules& rules, const assignment_options& wanted);

/// `{cases: [{application, wanted, experts: [{person, kind, match}], unmet}], loads: [{person, before, added}],
///   quality: {…by name}}`.
json to_json(const assignment_plan& written);

} // namespace sluice::review
