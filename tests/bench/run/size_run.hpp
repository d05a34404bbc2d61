#pragma once

#include "tests/bench/run/measurement.hpp"
#include "tests/bench/run/plan.hpp"

namespace sluice::bench {

/// Measures everything that the plan wants with so many applications, floors beside what is compared with them. Throws
/// `wrong_answer` when an answer is wrong, while measuring or when what was written is read again after the server was
/// killed.
size_figures measure_size(const plan&, std::size_t applications);

} // namespace sluice::bench
