// conform_xstate [--charts N] [--seed S] [--modules FOLDER]: makes N random charts within L1 to L8, runs random scripts
// through our interpreter and, exported, through XState v5, and compares configuration, context and trace of actions
// after every event. conform_xstate --workflows FOLDER… [--charts N] does so with shipped programmes, N scripts each,
// the guards answered by an oracle. With --scxml the other engine is SCION, and nothing has timers. A difference is
// shrunk and printed as JSON. The last line is "N passed, M failed"; the exit status is 1 when anything failed, and 77
// when Node.js or the package is absent.
//
// In the folder of the modules (default: $SLUICE_NODE_MODULES, or build/node) lies node_modules/xstate, put there by
// ./dev.

#include "tests/conformance/xstate/comparison.hpp"
#include "tests/conformance/xstate/random_chart.hpp"
#include "tests/conformance/xstate/random_script.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

using namespace sluice;
using namespace sluice::conformance;

namespace {

constexpr int exit_skipped = 77;
constexpr std::size_t batch_size = 200;
constexpr std::size_t script_steps_max = 24;
constexpr std::size_t workflow_steps_max = 60;
constexpr std::size_t differences_shown_max = 5;
constexpr std::size_t attempts_a_chart_max = 20;

struct options {
    std::size_t charts = 500;
    std::uint64_t seed = 1;
    std::string modules = "build/node";
    std::vector<std::string> workflows;
    bool scxml = false;
    bool show_rejected = false;

    other_engine other() const { return scxml ? other_engine::scxml : other_engine::xstate; }
};

struct tally {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t steps = 0;
    std::size_t transitions = 0;
    std::size_t transitions_taken = 0;
    std::size_t timers_fired = 0;
    std::map<std::string, std::size_t> rejected;
};

void compare(std::vector<prepared_case>& batch, node_process& engine, tally& into) {
    std::vector<std::string> questions;
    for (const auto& each : batch)
        questions.push_back(each.question);
    const auto answers = engine.answers(questions);
    for (std::size_t number = 0; number < batch.size(); ++number) {
        auto& each = batch[number];
        into.steps += each.ours.size() - 1;
        into.timers_fired += each.timers_fired;
        into.transitions += each.transitions;
        into.transitions_taken += static_cast<std::size_t>(std::count(each.taken.begin(), each.taken.end(), true));
        if (!first_difference(each, answers[number])) {
            ++into.passed;
            continue;
        }
        if (++into.failed > differences_shown_max) continue;
        const auto smallest = shrink(std::move(each), engine);
        fmt::print("DIFFERENT {}\n", report(smallest, engine.answers({smallest.question}).front()).dump());
        std::fflush(stdout);
    }
    batch.clear();
}

/// The next case that is not rejected; the same seed and number give the same one.
prepared_case next_case(const options& wanted, std::size_t number, tally& into) {
    random_source chance{wanted.seed * 1'000'003 + number};
    for (std::size_t attempt = 0; attempt < attempts_a_chart_max; ++attempt) {
        auto machine = random_machine(chance, {wanted.scxml});
        const auto chart = statechart::chart::read(machine);
        std::vector<std::size_t> tried(chart ? chart->transitions().size() : 0, 0);
        auto script =
            chart ? random_script(*chart, machine, chance, script_steps_max, {}, tried) : ordered_json::array();
        auto prepared = prepare({std::move(machine), std::move(script)}, wanted.other());
        if (prepared.rejected.empty()) return prepared;
        ++into.rejected[prepared.rejected.substr(0, prepared.rejected.find(':'))];
        if (wanted.show_rejected) fmt::print("rejected: {}\n", prepared.rejected);
    }
    throw std::logic_error{"no chart within the rules is found"};
}

void run_random_charts(const options& wanted, node_process& engine, tally& into) {
    fmt::print("seed {}\n", wanted.seed);
    std::vector<prepared_case> batch;
    for (std::size_t number = 0; number < wanted.charts; ++number) {
        batch.push_back(next_case(wanted, number, into));
        if (batch.size() < batch_size && number + 1 < wanted.charts) continue;
        compare(batch, engine, into);
        if ((number + 1) % 2'000 == 0)
            fmt::print("{} of {} charts, {} different\n", number + 1, wanted.charts, into.failed);
        std::fflush(stdout);
    }
}

/// Which transitions the scripts took, so that a run that goes nowhere is seen.
void run_workflow(const std::string& folder, const options& wanted, node_process& engine, tally& into) {
    std::ifstream file{std::filesystem::path{folder} / "workflow.json"};
    const auto machine = ordered_json::parse(file)["workflow"];
    const auto chart = statechart::chart::read(machine).value();
    random_source chance{wanted.seed};
    std::vector<prepared_case> batch;
    std::vector<bool> taken(chart.transitions().size(), false);
    std::vector<std::size_t> tried(chart.transitions().size(), 0);
    for (std::size_t number = 0; number < wanted.charts; ++number) {
        const auto salt = static_cast<std::uint32_t>(chance.below(1'000'000));
        auto prepared = prepare({machine, random_script(chart, machine, chance, workflow_steps_max, salt, tried)},
                                wanted.other(), salt);
        if (prepared.rejected == "endless") continue;
        if (!prepared.rejected.empty()) throw std::runtime_error{folder + " is rejected: " + prepared.rejected};
        for (std::size_t index = 0; index < taken.size(); ++index)
            taken[index] = taken[index] || prepared.taken[index];
        batch.push_back(std::move(prepared));
        if (batch.size() == batch_size || number + 1 == wanted.charts) compare(batch, engine, into);
    }
    fmt::print("{}: {} of {} transitions taken\n", folder, std::count(taken.begin(), taken.end(), true), taken.size());
}

/// A folder of programmes stands for each of them.
std::vector<std::string> programme_folders(const std::vector<std::string>& named) {
    std::vector<std::string> folders;
    for (const std::filesystem::path path : named) {
        if (std::filesystem::exists(path / "workflow.json")) folders.push_back(path.string());
        for (const auto& inner : std::filesystem::directory_iterator{path}) {
            if (std::filesystem::exists(inner.path() / "workflow.json")) folders.push_back(inner.path().string());
        }
    }
    std::sort(folders.begin(), folders.end());
    return folders;
}

int skipped(const std::string& why) {
    fmt::print("SKIPPED: {}; ./dev conform xstate and ./dev conform scxml install what they need\n", why);
    return exit_skipped;
}

int run(const options& wanted) {
    if (std::system("node --version >/dev/null 2>&1") != 0) return skipped("Node.js is absent");
    const std::string package = wanted.scxml ? "@scion-scxml/scxml" : "xstate";
    if (!std::filesystem::exists(std::filesystem::path{wanted.modules} / "node_modules" / package / "package.json"))
        return skipped(package + " is absent from " + wanted.modules + "/node_modules");
    node_process engine{wanted.scxml ? "tests/conformance/scxml/run_documents.mjs"
                                     : "tests/conformance/xstate/run_machines.mjs",
                        wanted.modules};
    tally all;
    if (wanted.workflows.empty()) run_random_charts(wanted, engine, all);
    for (const auto& folder : programme_folders(wanted.workflows))
        run_workflow(folder, wanted, engine, all);
    std::size_t rejected = 0;
    for (const auto& [why, count] : all.rejected)
        rejected += count;
    fmt::print("{} events and waits, {} timers fired, {} % of {} transitions taken\n", all.steps, all.timers_fired,
               100 * all.transitions_taken / std::max<std::size_t>(all.transitions, 1), all.transitions);
    fmt::print("{} charts made and rejected:", rejected);
    for (const auto& [why, count] : all.rejected)
        fmt::print(" {} {}", why, count);
    fmt::print("\n{} passed, {} failed\n", all.passed, all.failed);
    return all.failed == 0 && all.passed > 0 ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
    options wanted;
    if (const char* modules = std::getenv("SLUICE_NODE_MODULES")) wanted.modules = modules;
    CLI::App program{"Runs random charts through our interpreter and XState v5"};
    program.add_option("--charts", wanted.charts)->capture_default_str();
    program.add_option("--seed", wanted.seed)->capture_default_str();
    program.add_option("--modules", wanted.modules)->capture_default_str();
    program.add_option("--workflows", wanted.workflows, "programme folders, or one of such, instead of random charts");
    program.add_flag("--scxml", wanted.scxml, "SCION instead of XState, without timers");
    program.add_flag("--show-rejected", wanted.show_rejected);
    CLI11_PARSE(program, count, words);
    try {
        return run(wanted);
    } catch (const std::exception& trouble) {
        fmt::print("{}\n0 passed, 1 failed\n", trouble.what());
        return 1;
    }
}
