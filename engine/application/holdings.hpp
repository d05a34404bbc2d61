#pragma once

#include "engine/application/facts.hpp"
#include "engine/application/state.hpp"
#include "engine/ledger/posting.hpp"

#include <optional>
#include <vector>

namespace sluice::application {

/// What the applicant holds by this application once its money has moved. `before` is what was kept of it; without it,
/// what was committed and released again before is not known and not counted.
holding holding_after(const std::optional<holding>& before, const application_state& after,
                      const std::vector<ledger::posting>& moved, instant now);

} // namespace sluice::application
