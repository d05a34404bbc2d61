#pragma once

#include "tests/bench/run/measurement.hpp"

#include <string>
#include <vector>

namespace sluice::bench {

/// Something that the product promises of itself, and whether this run keeps it.
struct verdict {
    std::string promise;
    std::string figures; ///< that were found
    bool holds = false;
};

/// All promises about which enough was measured; the others are left out.
std::vector<verdict> judge(const std::vector<size_figures>&);

} // namespace sluice::bench
