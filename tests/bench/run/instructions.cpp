#include "tests/bench/run/instructions.hpp"

#include "tests/bench/run/program_process.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <memory>
#include <vector>

namespace sluice::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* valgrind = "/usr/bin/valgrind";
constexpr int runs = 20;

std::vector<std::string> names_of(const fs::path& micro_bench) {
    const std::unique_ptr<FILE, int (*)(FILE*)> output{popen(("'" + micro_bench.string() + "' --names").c_str(), "r"),
                                                       pclose};
    if (!output) throw std::runtime_error("cannot start " + micro_bench.string());
    std::vector<std::string> names;
    char line[100];
    while (std::fgets(line, sizeof line, output.get())) {
        std::string name{line};
        name.erase(name.find_last_not_of('\n') + 1);
        names.push_back(std::move(name));
    }
    if (names.empty()) throw std::runtime_error(micro_bench.string() + " names no operations");
    return names;
}

/// The line `totals:` of callgrind's file.
double total_in(const fs::path& written) {
    std::ifstream file{written};
    for (std::string word; file >> word;)
        if (double total = 0; word == "totals:" && file >> total) return total;
    throw std::runtime_error("callgrind has counted nothing");
}

} // namespace

json count_instructions(const fs::path& micro_bench) {
    if (!fs::exists(valgrind))
        throw std::runtime_error("counting instructions needs valgrind: apt-get install valgrind");
    const auto written = fs::temp_directory_path() / fmt::format("sluice-callgrind-{}", getpid());
    json counts = json::object();
    for (const auto& name : names_of(micro_bench)) {
        run_program({valgrind, "--quiet", "--tool=callgrind", "--collect-atstart=no",
                     "--callgrind-out-file=" + written.string(), "--log-file=/dev/null", micro_bench.string(),
                     "--count", name, std::to_string(runs)});
        counts[name] = total_in(written) / runs;
    }
    fs::remove(written);
    return counts;
}

std::string table_of_instructions(const json& counts) {
    std::string table = fmt::format("\n{:<24}{:>16}\n", "", "instructions");
    for (const auto& [name, count] : counts.items())
        table += fmt::format("{:<24}{:>16.0f}\n", name, count.get<double>());
    return table;
}

} // namespace sluice::bench
