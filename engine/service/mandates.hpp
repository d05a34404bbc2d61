#pragma once

#include "engine/service/errand.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::service {

// A firm lets another organisation (a service station) apply for it. The agent's applicants follow the firm's
// applications and, where the mandate says so, begin, change and submit them; see application/mandated.hpp for what
// they never do. A mandate binds nobody: the agent takes it up by acting, and either side ends it at once.

inline constexpr std::string_view mandate_kind = "mandate";

struct held_mandate {
    std::string id;
    std::string organisation; ///< that is acted for
    std::string agent;
    std::vector<std::string> programmes; ///< empty: all
    bool may_file = false;
    bool may_name_payee = false;

    bool covers(std::string_view programme) const;
};

/// By the firm's applicants, or by an officer who has seen the paper and names it. Refuses `not_permitted`,
/// `invalid_value`, and `already_exists` while another mandate of the two is in force or to come.
result<answer> carry_out(const errand&, const give_mandate&);
/// By the firm's applicants, the agent's, or an officer; at once.
result<answer> carry_out(const errand&, const revoke_mandate&);

/// The mandate under which the caller is an applicant of that organisation in that programme, if there is one in force.
/// One indexed read, and none for those whose own organisation it is.
std::optional<held_mandate> mandate_for(store::reader&, const caller&, const std::string& organisation,
                                        std::string_view programme);

/// The same for any programme that it covers.
std::optional<held_mandate> find_mandate(store::reader&, const caller&, const std::string& organisation);

/// All that are in force for the caller's organisation; `mandates_max` at most.
std::vector<held_mandate> mandates_held(store::reader&, const caller&);

/// Whose mandates are listed under this name: those that an organisation gave, and those that it holds.
std::string mandates_of(const std::string& organisation);

json mandate_to_json(store::reader&, const json& body, std::int64_t revision, instant now);

} // namespace sluice::service
