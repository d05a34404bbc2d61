#include "engine/service/people_directory.hpp"

#include "engine/base/canonical_json.hpp"
#include "engine/base/json.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

bool holds(const addressee& who, const std::string& role, const std::string& programme) {
    return std::any_of(who.grants.begin(), who.grants.end(), [&](const role_grant& each) {
        return each.role == role && (each.programme == "*" || each.programme == programme);
    });
}

addressee read(const std::string& id, const json& person) {
    addressee who;
    who.person = id;
    who.name = person.at("name");
    if (person.at("organisation").is_string()) who.organisation = person.at("organisation");
    if (person.at("email").is_string() && person.value("mail", true)) who.mail = person.at("email");
    who.spoken = language_of(person);
    for (const auto& each : person.at("roles"))
        who.grants.push_back({each.at("role"), each.at("programme")});
    return who;
}

} // namespace

language language_of(const json& person) {
    return person.value("language", "zh") == "en" ? language::en : language::zh;
}

people_directory people_directory::of(store::reader& reader) {
    people_directory all;
    store::page_request want{std::nullopt, store::page_limit_max};
    for (bool more = true; more;) {
        const auto page = reader.list_entities({"person", std::nullopt}, want);
        for (const auto& each : page.items) {
            const json person = parse_canonical(each.body);
            if (person.at("active").get<bool>()) all.people_.emplace(each.id, read(each.id, person));
        }
        want.after = page.next;
        more = page.next.has_value();
    }
    for (const auto& [id, who] : all.people_) {
        if (!who.organisation.empty()) all.by_organisation_.emplace(who.organisation, &who);
        for (const auto& each : who.grants)
            all.by_role_.emplace(each.role, &who);
    }
    return all;
}

const addressee* people_directory::find(const std::string& person) const {
    const auto found = people_.find(person);
    return found == people_.end() ? nullptr : &found->second;
}

std::vector<const addressee*> people_directory::applicants(const std::string& organisation,
                                                           const std::string& programme) const {
    std::vector<const addressee*> found;
    const auto [first, last] = by_organisation_.equal_range(organisation);
    for (auto each = first; each != last; ++each)
        if (holds(*each->second, "applicant", programme)) found.push_back(each->second);
    return found;
}

std::vector<const addressee*> people_directory::with_role(const std::string& role, const std::string& programme) const {
    std::vector<const addressee*> found;
    const auto [first, last] = by_role_.equal_range(role);
    for (auto each = first; each != last; ++each)
        if (holds(*each->second, role, programme) && std::find(found.begin(), found.end(), each->second) == found.end())
            found.push_back(each->second);
    return found;
}

} // namespace sluice::service
