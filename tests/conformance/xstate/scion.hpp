#pragma once

#include "tests/conformance/xstate/scripted_run.hpp"

#include <string>

namespace sluice::conformance {

/// Why a chart that SCXML can say is not one to compare with SCION, or nothing. What SCION does otherwise than Appendix
/// D is left out there, each for its reason.
std::string rejection_for_scion(const statechart::chart& of, const ordered_json& script);

/// SCION takes a machine for ended as soon as every active state is final, even inside others: the comparison ends
/// before that.
void end_before_scion_does(const statechart::chart& of, scripted_run& run);

} // namespace sluice::conformance
