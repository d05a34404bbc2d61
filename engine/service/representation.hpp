#pragma once

#include "engine/application/change.hpp"
#include "engine/application/state.hpp"
#include "engine/programme/programme.hpp"
#include "engine/service/library.hpp"
#include "engine/store/reader.hpp"
#include "engine/store/record.hpp"

#include <string>
#include <string_view>

/// Resources as the API shows them (schemas/openapi.json): money as amount and currency, times in RFC 3339.
namespace sluice::service {

/// As whom somebody looks at an application; each sees less than the one before.
enum class viewpoint { official, applicant, reviewer };

/// What lists and notices call an application: `project.title` of its form, or nothing.
std::string project_title(const json& form);

json text_to_json(const text&);
json time_or_null(const json& milliseconds);

json organisation_to_json(const json& body, std::int64_t revision);
json person_to_json(const json& body, std::int64_t revision);
json token_to_json(const json& body);
json round_to_json(const json& body, std::int64_t revision, instant now);
json fund_to_json(const library&, const std::string& fund, const ledger::account_totals&);
json programme_to_json(const programme::programme&);

/// For a blind reader the file is named after its kind, and not said by whom it was uploaded.
json document_to_json(const application::document&, bool blind);
std::string file_name_for(const application::document&, bool blind);
json payment_to_json(const std::string& application, const application::payment&);
json state_to_json(const programme::programme&, const application::application_state&);
/// For whom somebody acted: a person under a delegation, which only officials see, or a firm under a mandate. Null
/// where for nobody, or not to be shown.
json acting_to_json(store::reader&, const application::acting_for&, viewpoint);
/// Whether what identifies the applicant is withheld from the person as a reviewer: unless all of the person's seats
/// are on panels that are not blind.
bool is_blind_to(const programme::programme&, const application::application_state&, const std::string& person);
/// The title, or nothing where the form marks it as identifying and the reader is a reviewer.
std::string visible_title(const programme::programme&, const std::string& title, viewpoint);
json panel_to_json(const programme::programme&, const std::string& name, const review::panel&, viewpoint,
                   const std::string& reader, instant now);
/// A draw as `review::to_json` wrote it, with names.
json draw_to_json(store::reader&, json drawn, const std::string& panel, bool applied);
json notice_to_json(const json& body);
/// One record of an application's history, without what the reader may not see. A record may be older than the version
/// that its application is on now, so what any version marks as confidential is left out.
json history_to_json(const std::vector<std::shared_ptr<const programme::programme>>& versions, const store::log_record&,
                     viewpoint, bool sees_confidential, const std::string& reader_organisation_person);

} // namespace sluice::service
