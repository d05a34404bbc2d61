#include "tests/bench/report/table.hpp"

#include <fmt/format.h>

namespace sluice::bench {
namespace {

/// The floor that a measurement is compared with: SQLite alone at half as many steps a commit as there are connections
/// for what is durable, bare Beast for the rest.
const measurement* floor_of(const size_figures& size, const measurement& each) {
    if (each.what == "step" || each.what == "create") return size.find("raw_sqlite", each.at == 1 ? 1 : each.at / 2);
    if (each.what == "raw_sqlite" || each.what == "fdatasync" || each.what == "bare_beast") return nullptr;
    return size.find("bare_beast", each.at);
}

std::string row_of(const size_figures& size, const measurement& each) {
    auto row =
        fmt::format("{:<14}{:>6}{:>12.0f} ±{:>3.0f} %", each.what, each.at, each.a_second(), each.spread() * 100);
    if (each.p50_ms > 0)
        row += fmt::format("{:>9.2f}{:>9.2f}{:>9.2f}{:>9.1f}{:>9.0f}", each.p50_ms, each.p90_ms, each.p99_ms,
                           each.max_ms, each.server_us);
    if (const auto* floor = floor_of(size, each))
        row += fmt::format("{:>8.2f} of {} {}", each.a_second() / floor->a_second(), floor->what, floor->at);
    return row + "\n";
}

} // namespace

std::string table_of(const size_figures& size) {
    std::string table = fmt::format("\n{} applications: ready in {:.0f} ms; idle {:.1f} MB, of which anonymous {:.1f}; "
                                    "after the workloads anonymous {:.1f} MB\n\n",
                                    size.applications, size.start_ms, size.idle_bytes / 1e6, size.idle_anonymous / 1e6,
                                    size.worked_anonymous / 1e6);
    table += fmt::format("{:<14}{:>6}{:>12}{:>7}{:>9}{:>9}{:>9}{:>9}{:>9}\n", "", "conn.", "a second", "", "p50 ms",
                         "p90 ms", "p99 ms", "max ms", "CPU us");
    for (const auto& each : size.all)
        table += row_of(size, each);
    return table;
}

std::string lines_of(const std::vector<verdict>& verdicts) {
    std::string lines = "\n";
    for (const auto& each : verdicts)
        lines += fmt::format("{:<16}{}: {}\n", each.holds ? "holds" : "DOES NOT HOLD", each.promise, each.figures);
    return lines;
}

} // namespace sluice::bench
