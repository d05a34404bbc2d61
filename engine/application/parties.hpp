#pragma once

#include "engine/application/facts.hpp"
#include "engine/application/state.hpp"
#include "engine/review/expert_pool.hpp"

#include <string>
#include <vector>

namespace sluice::application {

/// Who stands behind the application, as far as conflicts are looked for: the applying organisation, its people's
/// addresses, whoever made the application, and every unified social credit code and e-mail address in the form, which
/// is how co-applicants, investors and partners are found whatever a programme's form calls them.
review::applicant_facts parties_of(const application_state&, const applicant_facts&);

/// The fields of expertise that the form names at the pointer: a text, a list of texts, or nothing.
std::vector<std::string> fields_of(const json& form, const std::string& pointer);

/// Whom the panel looks for on the days from `today` to `until`.
review::review_wish wish_of(const application_state&, const applicant_facts&, const review::panel_rules&,
                            const review::panel& seats, date today, date until);

} // namespace sluice::application
