#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/json.hpp"
#include "engine/base/refusal.hpp"
#include "engine/base/result.hpp"
#include "engine/review/conflict.hpp"
#include "engine/review/panel.hpp"
#include "engine/review/panel_rules.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sluice::review {

inline constexpr std::size_t pool_max = 5'000; ///< experts considered at once
inline constexpr std::size_t fields_max = 50;  ///< of one expert or one application
inline constexpr std::size_t relations_max = 200;
inline constexpr std::int64_t load_limit = 1'000;

/// What the pool keeps about an expert.
struct expert_profile {
    expertise kind = expertise::technical;
    std::vector<std::string> fields;
    std::optional<date> available_from;  ///< the first day; none: since ever
    std::optional<date> available_until; ///< the last day; none: for ever
    std::int64_t load_max = 0;           ///< open reviews at a time; 0: no cap
    std::vector<declared_relation> relations;

    friend bool operator==(const expert_profile&, const expert_profile&) = default;
};

/// Reads
/// `{"kind", "fields"?: [..], "available_from"?: "2026-03-01", "available_until"?, "load_max"?,
///   "relations"?: [{"ground": "employment", "with": "<organisation code or person id>", "last"?: "2024-06-30"}]}`.
/// Null counts as absent. Refuses `unknown_field`, and `invalid_value` with the pointer for anything else; a relation's
/// ground is one that people declare, not one that is detected.
result<expert_profile> expert_profile_from_json(const json& value, const std::string& place);
json to_json(const expert_profile& written);

/// One expert of the pool, with what is under way.
struct pool_expert {
    expert who; ///< its relations are the profile's
    std::vector<std::string> fields;
    std::optional<date> available_from, available_until;
    std::int64_t load_max = 0;
    std::int64_t load = 0; ///< reviews and invitations that are open now
};

pool_expert in_pool(const expert_profile& profile, std::string person, std::string organisation, std::string mail);

/// What experts are looked for.
struct review_wish {
    applicant_facts applicant;
    std::vector<std::string> fields; ///< of the application
    panel seats;                     ///< as it stands
    date from, until;                ///< the days on which the experts are needed, both included
};

/// Why the expert cannot be given a seat: every ground found. Ids: the name of a conflict's ground, `not_available`,
/// `load_reached`, `on_panel`, `recused`, `declined`, `replaced`. Empty: the expert can be drawn.
std::vector<unmet_requirement> obstacles(const pool_expert& candidate, const review_wish& wish,
                                         const panel_rules& rules);
/// The same without looking for conflicts.
std::vector<unmet_requirement> obstacles_but_conflicts(const pool_expert& candidate, const review_wish& wish);

/// How many percent of the application's fields the expert knows, rounded down; 0 when it names none. Compared as
/// `comparable` does.
std::int64_t match_percent(const std::vector<std::string>& known, const std::vector<std::string>& wanted);

} // namespace sluice::review
