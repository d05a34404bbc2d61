#pragma once

#include "tests/bench/report/limits.hpp"

#include <string>
#include <vector>

namespace sluice::bench {

/// The figures of one size as a table, each with its ratio to the floor beside it.
std::string table_of(const size_figures&);

/// A line for each promise: whether it holds, and the figures.
std::string lines_of(const std::vector<verdict>&);

} // namespace sluice::bench
