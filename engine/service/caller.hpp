#pragma once

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

/// Who asks. Made by `api/auth` from a bearer token and never from anything the caller says about itself.
struct caller {
    std::string person; ///< id; empty for the public
    std::string name;
    std::string organisation; ///< id of the organisation the person belongs to, or empty
    std::vector<role_grant> grants;
    std::string token; ///< id of the token used

    bool anonymous() const { return person.empty(); }
    bool has_role(std::string_view role, std::string_view programme) const;
    bool has_role_anywhere(std::string_view role) const;
    /// The roles that count in one programme; `public` is always among them.
    std::vector<std::string> roles_in(std::string_view programme) const;
};

} // namespace sluice::service
