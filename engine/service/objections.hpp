#pragma once

#include "engine/application/state.hpp"
#include "engine/programme/programme.hpp"
#include "engine/service/errand.hpp"
#include "engine/service/representation.hpp"

#include <string>

/// Objections to public notices, as each kind of reader may see them, and the acts on them. Who objected leaves the
/// store in one answer only: that to the named investigator's `disclose_objector`.
namespace sluice::service {

result<answer> carry_out(const errand&, const raise_objection&);
result<answer> carry_out(const errand&, const request_reexamination&);
result<answer> carry_out(const errand&, const disclose_objector&);

/// For officials without the objector; for the applicant without what was written as well.
json objection_to_json(store::reader&, const application::objection&, viewpoint);
/// For the objector, who has shown the code: what was asked, how it stands, what was answered.
json followed_objection_to_json(store::reader&, const application::application_state&, const application::objection&);

/// The application and the objection that a receipt code stands for, as the entity `objection` keeps them.
std::optional<stored_entity> find_by_receipt(store::reader&, const std::string& code);

/// The answer as a letter, or the offer to ask for a re-examination; nothing if the contact is no e-mail address.
std::optional<json> letter_to_objector(const application::application_state&, const application::objection&,
                                       bool offer);

} // namespace sluice::service
