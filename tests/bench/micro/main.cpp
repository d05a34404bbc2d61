// micro_bench [OPTION of Google Benchmark…]: how long the small things take that a request is made of.
// micro_bench --names: what they are called, a line each.
// micro_bench --count NAME TIMES: runs one of them so often, for callgrind to count the instructions (see README.md).

#include "tests/bench/micro/operations.hpp"

#include <benchmark/benchmark.h>
#include <valgrind/callgrind.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <string_view>

namespace {

using namespace sluice::bench;

/// Counting begins after a first run, in which whatever is made only once is made.
int count_instructions(const std::vector<operation>& all, std::string_view name, int times) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const operation& each) { return each.name == name; });
    if (found == all.end()) {
        std::cerr << "micro_bench: there is no " << name << "\n";
        return 2;
    }
    found->once();
    CALLGRIND_TOGGLE_COLLECT;
    for (int i = 0; i < times; ++i)
        found->once();
    CALLGRIND_TOGGLE_COLLECT;
    return 0;
}

int run(int count, char** words) {
    const auto all = all_operations();
    const std::string_view verb = count > 1 ? words[1] : "";
    if (verb == "--names") {
        for (const auto& each : all)
            std::cout << each.name << "\n";
        return 0;
    }
    if (verb == "--count" && count == 4) return count_instructions(all, words[2], std::atoi(words[3]));
    for (const auto& each : all)
        benchmark::RegisterBenchmark(each.name.c_str(), [once = each.once](benchmark::State& state) {
            for ([[maybe_unused]] const auto tick : state)
                once();
        });
    benchmark::Initialize(&count, words);
    if (benchmark::ReportUnrecognizedArguments(count, words)) return 2;
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

} // namespace

int main(int count, char** words) {
    try {
        return run(count, words);
    } catch (const std::exception& trouble) {
        std::cerr << "micro_bench: " << trouble.what() << "\n";
        return 2;
    }
}
