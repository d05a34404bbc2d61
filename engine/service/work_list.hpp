#pragma once

#include "engine/application/state.hpp"
#include "engine/programme/programme.hpp"
#include "engine/store/record.hpp"

#include <vector>

namespace sluice::service {

/// For whom the application waits, in its present state: the roles that can send an event, the people who have to
/// review, those who have to seat a panel or move a payment. What waited before keeps its beginning. A task's kind is
/// `event:` with the events joined by `+`, `review:<panel>`, `seat:<panel>` or `payment:<instalment>`.
std::vector<store::task_record> work_list_of(const programme::programme&, const application::application_state&,
                                             const std::vector<store::task_record>& before, instant now);

} // namespace sluice::service
