#include "engine/service/caller.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

bool counts_in(const role_grant& grant, std::string_view programme) {
    return grant.programme == "*" || grant.programme == programme;
}

} // namespace

bool caller::has_role(std::string_view role, std::string_view programme) const {
    return std::any_of(grants.begin(), grants.end(),
                       [&](const role_grant& each) { return each.role == role && counts_in(each, programme); });
}

bool caller::has_role_anywhere(std::string_view role) const {
    return std::any_of(grants.begin(), grants.end(), [&](const role_grant& each) { return each.role == role; });
}

std::vector<std::string> caller::roles_in(std::string_view programme) const {
    std::vector<std::string> roles{"public"};
    for (const auto& each : grants)
        if (counts_in(each, programme) && std::find(roles.begin(), roles.end(), each.role) == roles.end())
            roles.push_back(each.role);
    return roles;
}

} // namespace sluice::service
