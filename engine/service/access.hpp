#pragma once

#include "engine/application/facts.hpp"
#include "engine/application/state.hpp"
#include "engine/service/caller.hpp"
#include "engine/service/library.hpp"
#include "engine/service/representation.hpp"
#include "engine/store/reader.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::service {

/// An application with its definition.
struct loaded_application {
    store::application_record row;
    application::application_state state;
    const programme::programme* rules = nullptr;
};

/// As it stands; empty when there is none of that id.
std::optional<loaded_application> load_application(store::reader&, const library&, const std::string& id);

/// As whom the caller may look at the application; empty: as far as the caller is concerned, it does not exist.
/// - people of its organisation, as applicants, and those of an organisation with a mandate of it;
/// - officers, directors, finance and auditors of its programme, once it is no draft;
/// - experts with a seat on one of its panels, who have not been recused.
std::optional<viewpoint> viewpoint_of(const caller&, store::reader&, const store::application_record&);

/// The roles that count on this application: `applicant` for its organisation and for an agent who may file for it,
/// `reviewer` for seated experts only;
/// `public` not at all: notices and receipts are its doors. And for whom they act.
application::actor_facts actor_on(const caller&, store::reader&, const store::application_record&);

/// The programmes in which the caller has any role of the office; empty optional: all of them.
std::optional<std::vector<std::string>> office_programmes(const caller&);

/// The roles of the office that another person has in a programme; none for somebody unknown or who has left.
std::vector<std::string> office_roles_of(store::reader&, const std::string& person, const std::string& programme);

bool is_office_role(std::string_view role);
/// Whether the caller has any role of the office there, by themselves or for a colleague.
bool is_official_in(const caller&, std::string_view programme);

refusal no_such_application();

/// The programmes in which the caller has that role; nothing for all. Empty: in none.
std::optional<std::vector<std::string>> programmes_with_role(const caller&, std::string_view role);

} // namespace sluice::service
