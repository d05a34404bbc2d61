#pragma once

#include "engine/application/facts.hpp"
#include "engine/application/state.hpp"
#include "engine/programme/programme.hpp"

namespace sluice::service {

/// Everything that can be done with an application in its present state, one entry each: whether this actor may do it
/// now, under which reason not, and each requirement with whether it is met (null: depends on what is sent). Changes
/// nothing. Shaped as `action` in schemas/openapi.json.
json available_actions(const programme::programme&, const application::application_state&, const application::facts&);

} // namespace sluice::service
