#include "tests/bench/run/plan.hpp"

#include <algorithm>

namespace sluice::bench {

bool plan::wants(const std::string& workload) const {
    return only.empty() || std::find(only.begin(), only.end(), workload) != only.end();
}

} // namespace sluice::bench
