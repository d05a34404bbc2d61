#pragma once

#include "engine/base/instant.hpp"
#include "engine/base/text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::service {

/// A role given to a person, in one programme or, with programme "*", in all.
struct role_grant {
    std::string role; ///< applicant, reviewer, officer, director, finance, auditor, admin, or qualified: officer:tax
    std::string programme = "*";

    friend bool operator==(const role_grant&, const role_grant&) = default;
};

/// Roles of a colleague that the caller may use while a delegation lasts.
struct delegated_roles {
    std::string delegation; ///< id
    std::string person;     ///< whose roles they are
    std::string name;
    std::vector<role_grant> grants;
};

/// Who asks. Made by `api/auth` from a bearer token and never from anything the caller says about itself.
///
/// Reading asks whether the caller has a role by themselves or for a colleague. Acting uses one authority at a time:
/// `authorities`.
struct caller {
    std::string person; ///< id; empty for the public
    std::string name;
    std::string organisation; ///< id of the organisation the person belongs to, or empty
    std::vector<role_grant> grants;
    std::string token; ///< id of the token used

    std::vector<delegated_roles> stands_in_for{}; ///< in force when the caller was identified
    std::string acting_for{};                     ///< person whose roles `grants` are; empty: the caller's own
    std::string delegation{};                     ///< under which they are used
    instant identified_at{};                      ///< as of when what has a term counts

    bool anonymous() const { return person.empty(); }
    bool has_role(std::string_view role, std::string_view programme) const;
    bool has_role_anywhere(std::string_view role) const;
    /// The roles that count in one programme; `public` is always among them.
    std::vector<std::string> roles_in(std::string_view programme) const;
    /// One's own and those used for colleagues.
    std::vector<role_grant> every_grant() const;

    /// The caller under each authority that they have, their own first. Roles of different authorities never add up.
    std::vector<caller> authorities() const;
};

} // namespace sluice::service
