#pragma once

#include "tests/simulation/bureau.hpp"

#include <iosfwd>
#include <string>

namespace sluice::simulation {

/// How it ended.
struct outcome {
    std::string hash;   ///< of the final state: the same for the same seed and the same definitions
    bool sound = false; ///< every invariant holds
};

/// Lets a bureau live from the first to the last day of the habits, over the real service with its database in
/// `settings::data`; then checks every invariant and prints what came of it. Throws where it cannot even begin.
outcome simulate(const settings&, std::ostream&);

} // namespace sluice::simulation
