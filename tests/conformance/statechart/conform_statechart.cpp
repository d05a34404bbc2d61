// conform_statechart --random FILE…: runs charts of which the configuration and the trace after every event are known.
// Prints each failure, and last "N passed, M failed"; the exit code is 1 when anything failed. Without FILE it takes the
// suite's own file under SLUICE_SHARED (default ../shared).

#include "engine/statechart/rules.hpp"
#include "tests/conformance/statechart/mark_host.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>

using namespace sluice;

namespace {

struct tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
};

using failure = std::optional<std::string>;

json sorted_leaves(const statechart::chart& of, const statechart::snapshot& now) {
    std::set<std::string> names;
    for (const auto index : statechart::active_leaves(of, now)) names.insert(of.states()[index].id);
    return json(names);
}

json sorted(const json& names) {
    return json(names.get<std::set<std::string>>());
}

failure compare_rules(const statechart::chart& of, const json& expected) {
    std::set<std::string> broken;
    for (const auto& found : statechart::check_rules(of)) broken.insert(found.rule);
    if (json(broken) == sorted(expected)) return std::nullopt;
    return fmt::format("rules: expected {}, found {}", expected.dump(), json(broken).dump());
}

failure run_random(const ordered_json& written) {
    const auto read = statechart::chart::read(written["machine"]);
    if (!read) return fmt::format("refused: {} at {}", read.error().explanation.en, read.error().place);
    if (auto wrong = compare_rules(*read, json::parse(written["violates"].dump()))) return wrong;
    conformance::mark_host host{*read};
    statechart::snapshot now;
    for (std::size_t number = 0; number < written["steps"].size(); ++number) {
        const auto expected = json::parse(written["steps"][number].dump());
        const auto type = number == 0 ? std::string{} : expected["event"]["type"].get<std::string>();
        const auto taken = number == 0 ? statechart::start(*read, host) : statechart::send(*read, now, {type, {}}, host);
        if (!taken) return fmt::format("step {}: refused: {}", number, taken.error().explanation.en);
        now = taken->after;
        const auto configuration = sorted_leaves(*read, now);
        if (configuration != sorted(expected["configuration"])) {
            return fmt::format("step {} ({}): expected {}, is in {}", number, type, expected["configuration"].dump(),
                               configuration.dump());
        }
        const json trace = host.take_trace();
        if (trace != expected["trace"]) {
            return fmt::format("step {} ({}): expected trace {}, got {}", number, type, expected["trace"].dump(), trace.dump());
        }
    }
    return std::nullopt;
}

void count(const std::string& name, const failure& wrong, tally& into) {
    ++(wrong ? into.failed : into.passed);
    if (wrong) fmt::print("FAILED {}: {}\n", name, *wrong);
}

void run_random_file(const std::string& path, tally& into) {
    std::ifstream file{path};
    std::string line;
    for (std::size_t number = 1; std::getline(file, line); ++number) {
        if (!line.empty()) count(fmt::format("{}:{}", path, number), run_random(ordered_json::parse(line)), into);
    }
}

std::string shared_file(const char* name) {
    const char* shared = std::getenv("SLUICE_SHARED");
    return (std::filesystem::path{shared ? shared : "../shared"} / "conformance" / name).string();
}

} // namespace

int main(int argument_count, char** arguments) {
    std::vector<std::string> files{arguments + 1, arguments + argument_count};
    const bool random = !files.empty() && files.front() == "--random";
    if (random) files.erase(files.begin());
    if (files.empty()) files.push_back(shared_file("statechart-random.jsonl"));
    tally all;
    for (const auto& file : files) {
        if (!std::filesystem::exists(file)) {
            fmt::print("SKIPPED: {} absent\n", file);
            continue;
        }
        run_random_file(file, all);
    }
    fmt::print("{} passed, {} failed\n", all.passed, all.failed);
    return all.failed == 0 ? 0 : 1;
}
