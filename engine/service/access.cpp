#include "engine/service/access.hpp"

#include "engine/service/errand.hpp"
#include "engine/service/mandates.hpp"

#include <algorithm>

namespace sluice::service {
namespace {

/// The programmes of the grants that count; nothing for all programmes.
template<class Predicate>
std::optional<std::vector<std::string>> programmes_where(const caller& who, Predicate counts) {
    std::vector<std::string> programmes;
    for (const auto& each : who.every_grant()) {
        if (!counts(each)) continue;
        if (each.programme == "*") return std::nullopt;
        programmes.push_back(each.programme);
    }
    std::sort(programmes.begin(), programmes.end());
    programmes.erase(std::unique(programmes.begin(), programmes.end()), programmes.end());
    return programmes;
}

} // namespace

bool is_office_role(std::string_view role) {
    const auto plain = role.substr(0, role.find(':'));
    return plain == "officer" || plain == "director" || plain == "finance" || plain == "auditor";
}

std::vector<std::string> office_roles_of(store::reader& reader, const std::string& person,
                                         const std::string& programme) {
    std::vector<std::string> roles;
    const auto found = look_up(reader, "person", person);
    if (!found || !found->at("active").get<bool>()) return roles;
    for (const auto& each : found->at("roles")) {
        const std::string role = each.at("role"), where = each.at("programme");
        if (is_office_role(role) && (where == "*" || where == programme)) roles.push_back(role);
    }
    return roles;
}

bool is_official_in(const caller& who, std::string_view programme) {
    const auto all = who.every_grant();
    return std::any_of(all.begin(), all.end(), [&](const role_grant& each) {
        return is_office_role(each.role) && (each.programme == "*" || each.programme == programme);
    });
}

refusal no_such_application() {
    return refuse(reason::not_found, {"没有这个申请", "There is no such application"});
}

std::optional<loaded_application> load_application(store::reader& reader, const library& definitions,
                                                   const std::string& id) {
    auto row = reader.find_application(id);
    if (!row) return std::nullopt;
    loaded_application loaded;
    loaded.state = application::state_from_text(row->body);
    loaded.rules = &definitions.version(row->programme, row->definition_version);
    loaded.row = std::move(*row);
    return loaded;
}

std::optional<viewpoint> viewpoint_of(const caller& who, store::reader& reader, const store::application_record& row) {
    if (who.anonymous()) return std::nullopt;
    if (!row.draft && is_official_in(who, row.programme)) return viewpoint::official;
    if (!who.organisation.empty() && who.organisation == row.organisation && who.has_role("applicant", row.programme))
        return viewpoint::applicant;
    if (mandate_for(reader, who, row.organisation, row.programme)) return viewpoint::applicant;
    if (who.has_role("reviewer", row.programme) && reader.is_assigned(who.person, row.id)) return viewpoint::reviewer;
    return std::nullopt;
}

application::actor_facts actor_on(const caller& who, store::reader& reader, const store::application_record& row) {
    application::actor_facts actor{who.person, who.organisation, who.roles_in(row.programme)};
    const bool own = !who.organisation.empty() && who.organisation == row.organisation;
    const bool official = !row.draft && is_official_in(who, row.programme);
    const auto mandate = own || official ? std::nullopt : mandate_for(reader, who, row.organisation, row.programme);
    std::erase_if(actor.roles, [&](const std::string& role) {
        if (role == "public") return true; // the public has doors of its own: see objections.cpp
        if (role == "applicant") return !own && !(mandate && mandate->may_file);
        if (role == "reviewer") return !reader.is_assigned(who.person, row.id);
        return is_office_role(role) && row.draft;
    });
    if (!who.acting_for.empty()) actor.acting = {who.acting_for, "", "", who.delegation};
    if (mandate) {
        actor.acting = {"", mandate->organisation, mandate->agent, mandate->id};
        actor.may_name_payee = mandate->may_name_payee;
    }
    return actor;
}

std::optional<std::vector<std::string>> office_programmes(const caller& who) {
    return programmes_where(who, [](const role_grant& each) { return is_office_role(each.role); });
}

std::optional<std::vector<std::string>> programmes_with_role(const caller& who, std::string_view role) {
    return programmes_where(who, [role](const role_grant& each) { return each.role == role; });
}

} // namespace sluice::service
