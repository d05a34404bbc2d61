#pragma once

#include "engine/application/state.hpp"
#include "engine/base/json_writer.hpp"
#include "engine/programme/programme.hpp"
#include "engine/service/representation.hpp"
#include "engine/store/reader.hpp"

#include <string>
#include <string_view>

/// Applications as JSON text. They are shown with nearly every request, so they are written once, with the command that
/// changed them, and kept beside them; what depends on who looks, or on others, is added when they are read.
namespace sluice::service {

/// Of what `application_text` writes; kept with it. To be raised with every change of what it writes, so that older
/// text is written anew: tests/service/application_text_test.cpp tells.
inline constexpr int application_text_format = 1;

/// The application as somebody may see it from there: an object, without what is not the application's own
/// (`organisation`, `filed_under`, `overlaps`). `blind` matters for reviewers only. Officials and the applicant get the
/// same.
std::string application_text(const programme::programme&, const application::application_state&, viewpoint, bool blind);

/// What the store keeps of it: what officials and the applicant get. Empty where each time has to be looked anew: who
/// filed it for whom is told by the names of today.
std::string kept_application_text(const programme::programme&, const application::application_state&);

/// What is not the application's own and both its sides see, as members for `add_members`.
std::string members_for_both_sides(store::reader&, const application::application_state&, viewpoint);

/// Puts further members, written as `"name":value,…`, at the end of an object.
void add_members(std::string& object, std::string_view members);

/// Id, name and code of an organisation, or null, written once for each state of its record.
std::string organisation_text(store::reader&, const std::string& id);

/// The states in a row's label, which are their paths, joined by + where regions run side by side.
void write_state(json_writer&, const programme::programme&, std::string_view label);
void write_money(json_writer&, fen);

} // namespace sluice::service
