#pragma once

#include "engine/base/json.hpp"

#include <filesystem>

namespace sluice::bench {

/// Instructions of each of micro_bench's operations, counted by callgrind over a fixed number of runs: the figure that
/// is the same on a busy machine. Name to count, as JSON. Throws `std::runtime_error` when valgrind is not there.
json count_instructions(const std::filesystem::path& micro_bench);

/// A line for each operation.
std::string table_of_instructions(const json& counts);

} // namespace sluice::bench
