#include "engine/service/identification.hpp"

#include "engine/service/delegations.hpp"

namespace sluice::service {

std::optional<caller> identify(store::reader& reader, const std::string& person, instant now) {
    const auto found = look_up(reader, "person", person);
    if (!found || !found->at("active").get<bool>()) return std::nullopt;
    caller who;
    who.person = person;
    who.name = found->at("name");
    who.identified_at = now;
    if (const auto& organisation = found->at("organisation"); organisation.is_string()) who.organisation = organisation;
    for (const auto& each : found->at("roles"))
        who.grants.push_back({each.at("role"), each.at("programme")});
    who.stands_in_for = roles_delegated_to(reader, person, who.grants, now);
    return who;
}

} // namespace sluice::service
