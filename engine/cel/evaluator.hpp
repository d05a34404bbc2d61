#pragma once

#include "engine/cel/activation.hpp"
#include "engine/cel/program.hpp"

#include <cstdint>

namespace sluice::cel {

/// Runs the program within `steps_max` steps and says in `steps_used` how many it took.
result<value> run(const program& compiled, const activation& bound, std::uint64_t steps_max, std::uint64_t& steps_used);

} // namespace sluice::cel
