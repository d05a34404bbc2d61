#include "tests/mutation/operators.hpp"
#include "tests/mutation/survivors.hpp"
#include "tests/mutation/table.hpp"

#include "engine/service/library.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <thread>

using namespace sluice;

namespace {

/// Mutants of one operator in an ordinary run.
constexpr std::size_t sampled_each = 14;
constexpr std::size_t mutants_min = 1'000;
constexpr double caught_percent_min = 97.0;
constexpr const char* explanations_file = "tests/mutation/survivors.json";

struct wishes {
    bool all = false;
    std::string only;
    std::size_t show = 0;
    std::size_t each = sampled_each;
};

std::string read_text(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

mutation::original read_original(const std::filesystem::path& folder) {
    mutation::original whole{folder.filename().string(), service::read_folder(folder), {}};
    for (const char* beside : {"cases.json", "traces.json"})
        whole.files.erase(beside);
    for (const auto& [name, bytes] : whole.files)
        whole.documents.emplace(name, parse_ordered_json(bytes).value());
    return whole;
}

mutation::witnesses read_witnesses(const std::filesystem::path& folder, const mutation::original& whole,
                                   const calendar::calendar& days) {
    const json_limits roomy{64, 2'000};
    return mutation::make_witnesses(whole, parse_json(read_text(folder / "cases.json"), roomy).value(),
                                    parse_json(read_text(folder / "traces.json"), roomy).value(), days);
}

/// A definition written anew, undamaged, has to pass, or nothing below means anything.
bool intact_passes(const mutation::original& whole, const mutation::witnesses& cases, const calendar::calendar& days) {
    const auto seen = mutation::judge(whole, cases, {"nothing", whole.folder, "workflow.json", "", "", {}}, days);
    if (seen.by == mutation::catcher::nothing && seen.rule.empty()) return true;
    std::cout << whole.folder << " is not sound as it is: " << seen.rule << " " << seen.words << "\n";
    return false;
}

void show(const mutation::mutant& each, const mutation::verdict& seen) {
    static constexpr const char* names[] = {"reader", "verifier", "cases", "traces", "SURVIVED"};
    std::cout << each.key() << "\n    " << names[static_cast<int>(seen.by)] << " " << seen.rule << " " << seen.words
              << "\n";
}

int run(const wishes& asked) {
    std::vector<mutation::original> wholes;
    std::vector<mutation::witnesses> cases;
    std::vector<mutation::mutant> all;
    const auto days = service::read_calendars("workflows/calendars");
    std::vector<std::filesystem::path> folders;
    for (const auto& each : std::filesystem::directory_iterator{"workflows"})
        if (std::filesystem::exists(each.path() / "workflow.json")) folders.push_back(each.path());
    std::sort(folders.begin(), folders.end());
    bool intact = true;
    for (const auto& folder : folders) {
        wholes.push_back(read_original(folder));
        cases.push_back(read_witnesses(folder, wholes.back(), days));
        intact = intact_passes(wholes.back(), cases.back(), days) && intact;
        auto some = mutation::every_mutant(wholes.back());
        all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
    }
    if (!intact) return 1;
    if (!asked.only.empty()) std::erase_if(all, [&](const auto& each) { return each.way != asked.only; });
    if (!asked.all) all = mutation::sample(std::move(all), asked.each);
    const auto begin = std::chrono::steady_clock::now();
    const auto verdicts =
        mutation::judge_all(wholes, cases, all, days, std::max(1U, std::thread::hardware_concurrency()));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    const auto sums = mutation::print_table(all, verdicts, std::cout);
    std::cout << fmt::format("\n{} mutants in {:.1f} s; caught {} ({:.2f} %)\n", sums.mutants, took.count(),
                             sums.caught(), sums.percent());
    for (std::size_t i = 0; i < std::min(all.size(), asked.show); ++i)
        show(all[i], verdicts[i]);
    const bool whole_run = asked.only.empty() && asked.each == sampled_each;
    const bool explained =
        mutation::check_survivors(all, verdicts, explanations_file, whole_run && !asked.all, std::cout);
    if (!whole_run) return 0;
    const bool enough = sums.mutants >= mutants_min && sums.percent() >= caught_percent_min;
    if (!enough)
        std::cout << fmt::format("at least {} mutants and {} % of them caught are wanted\n", mutants_min,
                                 caught_percent_min);
    return enough && (explained || asked.all) ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
    CLI::App app{"Damages the shipped definitions in every systematic way and shows what notices"};
    wishes asked;
    app.add_flag("--all", asked.all, "every mutant, not a sample of each operator");
    app.add_option("--only", asked.only, "mutants of one operator");
    app.add_option("--show", asked.show, "show this many mutants with what noticed them");
    app.add_option("--each", asked.each, "mutants of each operator in the sample");
    CLI11_PARSE(app, count, words);
    return run(asked);
}
