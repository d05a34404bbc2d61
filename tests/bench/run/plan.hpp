#pragma once

#include "tests/bench/run/prepared_base.hpp"

#include <chrono>
#include <string>
#include <vector>

namespace sluice::bench {

/// What is to be measured.
struct plan {
    std::filesystem::path server, bare_beast; ///< programs
    base_store bases;
    std::filesystem::path work = "build/bench-data/work"; ///< folder of the copies; emptied
    std::vector<std::size_t> applications{10'000};
    std::vector<int> connections{1, 16, 64};
    std::vector<std::string> only{}; ///< workloads; empty: all
    std::chrono::nanoseconds how_long = std::chrono::seconds{1};
    int rounds = 3;
    int starts = 5;
    bool checks_chain = true; ///< asks for the verification of the whole record afterwards, where that is affordable

    bool wants(const std::string& workload) const;
};

/// The names by which workloads are chosen and reported.
inline constexpr const char* workload_names[] = {"step", "create", "get", "list", "totals", "work_list", "mixed"};

} // namespace sluice::bench
