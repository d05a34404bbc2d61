#pragma once

#include "engine/application/scenario.hpp"

namespace sluice::application {

/// Runs the cases of `cases.json`, member `match`: profiles, and what the programme's section makes of them, compared
/// whole. Each condition has to hold in one and to fail in another, or it is not tried at all. Internal to the scenario
/// runner.
void run_match_cases(const programme::programme&, const json& cases, scenario_report&);

} // namespace sluice::application
