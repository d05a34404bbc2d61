#pragma once

#include "engine/programme/programme.hpp"
#include "engine/verifier/quantity.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace sluice::verifier {

class expression_book;

/// Roles as bits; at most `roles_max` of them.
using role_set = std::uint32_t;
inline constexpr std::size_t roles_max = 31;

/// Variables as bits; more than these are not followed.
using variable_set = std::uint64_t;
inline constexpr std::size_t variables_max = 64;

/// A variable that decides something: a condition, an amount, or another variable that does.
struct tracked_variable {
    std::string name;
    programme::variable_type type;
    bool is_amount = false;               ///< whether it becomes an amount of money
    std::vector<std::int64_t> thresholds; ///< sorted; where a comparison changes its answer; 0 and 1 always
    std::vector<std::int64_t> constants;  ///< sorted; values it can be given outright
};

/// What the engine itself counts and the verifier follows like a variable: open objections and re-examinations, and
/// objections to the newest notice.
inline constexpr const char *objections_open = "objections.open", *objections_received = "objections.received";

/// What of a programme decides where an application can go; everything else is left out of its abstract states.
struct outline {
    const programme::programme* rules = nullptr;
    std::vector<tracked_variable> variables; ///< by name
    std::vector<variable_set> live;          ///< by state: those that anything reads from there on
    std::vector<std::string> notices, panels;
    std::vector<std::string> roles; ///< by bit
    bool statuses_matter = false;   ///< whether a condition reads how far a payment is
    bool paid_matters = false;      ///< whether anything depends on what was paid and came back
    std::int64_t amount_max = 0;    ///< the largest amount that the definition writes out

    std::optional<std::size_t> variable(std::string_view name) const;
    role_set bits(const std::vector<std::string>& names) const;
    role_set bit(std::string_view name) const; ///< 0 for a role that nothing mentions
    std::vector<std::string> names(role_set of) const;
};

outline outline_of(const programme::programme&, const expression_book&);

} // namespace sluice::verifier
