#include "engine/service/caller.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

bool counts_in(const role_grant& grant, std::string_view programme) {
    return grant.programme == "*" || grant.programme == programme;
}

/// Whether it holds of a grant of the caller's own, or of a colleague's.
template<class Predicate>
bool any_grant(const caller& who, Predicate holds) {
    return std::any_of(who.grants.begin(), who.grants.end(), holds) ||
           std::any_of(who.stands_in_for.begin(), who.stands_in_for.end(), [&](const delegated_roles& each) {
               return std::any_of(each.grants.begin(), each.grants.end(), holds);
           });
}

} // namespace

bool caller::has_role(std::string_view role, std::string_view programme) const {
    return any_grant(*this, [&](const role_grant& each) { return each.role == role && counts_in(each, programme); });
}

bool caller::has_role_anywhere(std::string_view role) const {
    return any_grant(*this, [&](const role_grant& each) { return each.role == role; });
}

std::vector<std::string> caller::roles_in(std::string_view programme) const {
    std::vector<std::string> roles{"public"};
    for (const auto& each : every_grant())
        if (counts_in(each, programme) && std::find(roles.begin(), roles.end(), each.role) == roles.end())
            roles.push_back(each.role);
    return roles;
}

std::vector<role_grant> caller::every_grant() const {
    auto all = grants;
    for (const auto& each : stands_in_for)
        all.insert(all.end(), each.grants.begin(), each.grants.end());
    return all;
}

std::vector<caller> caller::authorities() const {
    caller alone = *this;
    alone.stands_in_for.clear();
    std::vector<caller> all{alone};
    for (const auto& each : stands_in_for) {
        caller standing_in = alone;
        standing_in.organisation.clear();
        standing_in.grants = each.grants;
        standing_in.acting_for = each.person;
        standing_in.delegation = each.delegation;
        all.push_back(std::move(standing_in));
    }
    return all;
}

} // namespace sluice::service
