#pragma once

#include "tests/simulation/bureau.hpp"
#include "tests/simulation/rounds.hpp"

#include <iosfwd>
#include <vector>

namespace sluice::simulation {

/// What came of the applications, programme by programme, and what was refused. Counts come from the applications
/// themselves, not from what the simulation remembers.
void print_summary(const bureau&, const std::vector<intake_round>&, std::int64_t batches, double seconds,
                   std::ostream&);

} // namespace sluice::simulation
