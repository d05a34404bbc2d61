#pragma once

#include "engine/verifier/outline.hpp"

#include <vector>

namespace sluice::verifier {

/// For each state of the chart, the tracked variables that some condition or action may still read from there on. What
/// nothing reads any more need not be told apart.
std::vector<variable_set> live_variables(const outline&, const expression_book&);

} // namespace sluice::verifier
