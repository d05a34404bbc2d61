#pragma once

#include "engine/application/decide.hpp"
#include "engine/service/access.hpp"
#include "engine/service/errand.hpp"

namespace sluice::service {

/// Writes what was decided about one application: its row, its record, money, timers, work lists, assignments, public
/// notices, the applicant's bar and awards, and the outgoing messages. `before` has revision 0 for a new application.
/// Returns the text that is kept for its readers (application_text.hpp).
std::string project(const errand&, const programme::programme&, const application::application_state& before,
                    const application::decision&);

} // namespace sluice::service
