#pragma once

#include "engine/application/scenario_world.hpp"

#include <string>

namespace sluice::application {

/// Does what one step of a scenario says and compares the outcome with what it expects; empty when it went as it
/// should, otherwise what was different.
std::string run_step(scenario_world&, const json& step);

} // namespace sluice::application
