#pragma once

#include "engine/service/errand.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sluice::service {

// An official who is away lets a colleague use their roles for a term. Roles of the office only: a seat on a panel, an
// application of one's own and the administration cannot be delegated. What was delegated cannot be delegated on: only
// roles that a person holds themselves are.

inline constexpr std::string_view delegation_kind = "delegation";

/// By the person themselves or an administrator. Refuses `not_permitted`, `invalid_value`, and `conflict_of_interest`
/// where the colleague reviews or applies in a programme that would be theirs to decide.
result<answer> carry_out(const errand&, const delegate_roles&);
/// By either of the two, or an administrator; at once.
result<answer> carry_out(const errand&, const revoke_delegation&);

/// Whether anything is delegated to the person that is in force, or may come to be.
bool has_delegations(store::reader&, const std::string& person);

/// What colleagues have delegated to a person, as far as it counts now: the delegations that are in force, the roles
/// that those who gave them still hold, and no role in a programme in which the person reviews or applies. Costs one
/// indexed read where there are none.
std::vector<delegated_roles> roles_delegated_to(store::reader&, const std::string& person,
                                                const std::vector<role_grant>& own, instant now);

/// Carries a command out under the caller's own authority and, where that is not enough, under each authority that
/// colleagues have delegated to them, looked up anew. Attempts that are refused leave nothing behind.
result<answer> with_authority(store::write_transaction&, const caller&, instant now,
                              const std::function<result<answer>(const caller&)>& attempt);

/// Whose delegations are listed under this name: those that a person gave, and those that they were given.
std::string delegations_of(const std::string& person);

json delegation_to_json(store::reader&, const json& body, std::int64_t revision, instant now);

} // namespace sluice::service
