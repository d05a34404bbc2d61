// sluice_bench: measures the server over real HTTP beside what disk, SQLite and Beast alone can do. README.md explains
// it.

#include "tests/bench/report/comparison.hpp"
#include "tests/bench/report/table.hpp"
#include "tests/bench/run/instructions.hpp"
#include "tests/bench/run/size_run.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <fstream>
#include <iostream>

namespace {

using namespace sluice;
using namespace sluice::bench;

struct wanted_run {
    plan parts;
    double seconds = 1;
    bool full = false, no_limits = false, instructions = false;
    std::filesystem::path report = "build/bench.json", compared_with;
};

json read_report(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw std::runtime_error("cannot read " + path.string());
    return json::parse(file);
}

/// Replaces what was measured now; what was measured another time, such as instructions, stays.
void write_report(const std::filesystem::path& path, const json& measured) {
    json report = std::filesystem::exists(path) ? read_report(path) : json::object();
    report.update(measured);
    std::ofstream file{path};
    file << report.dump(2) << "\n";
    if (!file.flush()) throw std::runtime_error("cannot write " + path.string());
}

json to_json(const std::vector<size_figures>& sizes, const std::vector<verdict>& verdicts) {
    json report = json::object();
    report["sizes"] = report["limits"] = json::array();
    for (const auto& each : sizes)
        report["sizes"].push_back(to_json(each));
    for (const auto& each : verdicts)
        report["limits"].push_back({{"promise", each.promise}, {"figures", each.figures}, {"holds", each.holds}});
    return report;
}

void apply_full(wanted_run& wanted) {
    if (!wanted.full) return;
    wanted.parts.applications = {10'000, 100'000, 1'000'000};
    wanted.parts.connections = {1, 16, 64, 256};
}

/// Whether all that is promised holds.
bool measure_sizes(const wanted_run& wanted) {
    std::vector<size_figures> sizes;
    for (const auto each : wanted.parts.applications) {
        sizes.push_back(measure_size(wanted.parts, each));
        if (isatty(STDERR_FILENO)) std::cerr << "\r\033[K";
        fmt::print("{}", table_of(sizes.back()));
        std::fflush(stdout);
    }
    const auto verdicts = judge(sizes);
    fmt::print("{}", lines_of(verdicts));
    write_report(wanted.report, to_json(sizes, verdicts));
    return std::all_of(verdicts.begin(), verdicts.end(), [](const verdict& each) { return each.holds; });
}

int run(wanted_run wanted) {
    wanted.parts.how_long = std::chrono::nanoseconds{static_cast<std::int64_t>(wanted.seconds * 1e9)};
    // Read first: it may be the very file that is written at the end.
    const json before = wanted.compared_with.empty() ? json{} : read_report(wanted.compared_with);
    bool all_hold = true;
    if (wanted.instructions) {
        const auto counts = count_instructions(SLUICE_MICRO_BENCH);
        fmt::print("{}", table_of_instructions(counts));
        write_report(wanted.report, {{"instructions", counts}});
    } else {
        all_hold = measure_sizes(wanted);
    }
    if (!wanted.compared_with.empty()) fmt::print("\n{}", text_of(changes_between(before, read_report(wanted.report))));
    return all_hold || wanted.no_limits ? 0 : 1;
}

void describe(CLI::App& program, wanted_run& wanted) {
    auto& parts = wanted.parts;
    program.add_option("--applications", parts.applications, "sizes of the base")
        ->delimiter(',')
        ->capture_default_str();
    program.add_option("--connections", parts.connections)->delimiter(',')->capture_default_str();
    program.add_option("--seconds", wanted.seconds, "of each round")->capture_default_str();
    program.add_option("--rounds", parts.rounds)->check(CLI::Range(1, 100))->capture_default_str();
    program.add_option("--starts", parts.starts, "of the server, of which the median counts")
        ->check(CLI::Range(1, 100))
        ->capture_default_str();
    program.add_option("--only", parts.only, "workloads: step, create, get, list, totals, work_list, mixed")
        ->delimiter(',')
        ->check(CLI::IsMember(std::vector<std::string>(std::begin(workload_names), std::end(workload_names))));
    program.add_flag("--full", wanted.full, "10,000, 100,000 and 1,000,000 applications, up to 256 connections");
    program.add_flag("--instructions", wanted.instructions,
                     "count the instructions of the micro-benchmarks instead, with callgrind");
    program.add_option("--seed", parts.bases.seed, "of the base and of what is asked")->capture_default_str();
    program.add_option("--report", wanted.report)->capture_default_str();
    program.add_option("--compare", wanted.compared_with, "an earlier report: shows what has changed");
    program.add_flag("--no-limits", wanted.no_limits, "succeed whether or not the promises hold");
    program.add_option("--data", parts.bases.folder, "where seeded bases are kept")->capture_default_str();
    program.add_option("--work", parts.work, "where they are copied to, and the floors are measured")
        ->capture_default_str();
    program.add_option("--server", parts.server)->capture_default_str();
}

} // namespace

int main(int count, char** words) {
    CLI::App program{"Measures Sluice beside what disk, SQLite and Beast alone can do"};
    wanted_run wanted;
    wanted.parts.server = SLUICE_SERVER;
    wanted.parts.bare_beast = SLUICE_BARE_BEAST;
    wanted.parts.bases.program = SLUICE_SEED_BASE;
    describe(program, wanted);
    CLI11_PARSE(program, count, words);
    apply_full(wanted);
    try {
        return run(std::move(wanted));
    } catch (const std::exception& trouble) {
        std::cerr << "\nsluice_bench: " << trouble.what() << "\n";
        return 2;
    }
}
