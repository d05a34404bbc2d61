#include "tests/mutation/judge.hpp"

#include "engine/application/scenario.hpp"

#include <algorithm>
#include <atomic>
#include <stdexcept>
#include <thread>

namespace sluice::mutation {

verdict judge(const original& whole, const json& cases, const mutant& damage, const calendar::calendar& days) {
    const auto reading = programme::read_programme(damaged_files(whole, damage));
    if (!reading.read) {
        const auto& first = reading.defects.front();
        return {catcher::reader, "definition", first.pointer + ": " + first.explanation.en};
    }
    const auto report = application::run_scenarios(*reading.read, cases, days, {.stop_at_first = true});
    if (!report.failures.empty()) {
        const auto& first = report.failures.front();
        return {catcher::expectations, "scenario-fails",
                first.scenario + " (step " + std::to_string(first.step) + "): " + first.what};
    }
    if (!report.untaken.empty()) return {catcher::expectations, "transition-not-covered", report.untaken.front()};
    return {};
}

std::vector<verdict> judge_all(const std::vector<original>& wholes, const std::vector<json>& cases,
                               const std::vector<mutant>& all, const calendar::calendar& days, unsigned threads) {
    std::vector<verdict> verdicts(all.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (auto index = next++; index < all.size(); index = next++) {
            const auto whole = std::find_if(wholes.begin(), wholes.end(),
                                            [&](const original& each) { return each.folder == all[index].folder; });
            try {
                verdicts[index] =
                    judge(*whole, cases[static_cast<std::size_t>(whole - wholes.begin())], all[index], days);
            } catch (const std::exception& broken) {
                verdicts[index] = {catcher::nothing, "crash", all[index].key() + " throws " + broken.what()};
            }
        }
    };
    std::vector<std::thread> crew;
    for (unsigned i = 1; i < threads; ++i)
        crew.emplace_back(work);
    work();
    for (auto& each : crew)
        each.join();
    return verdicts;
}

} // namespace sluice::mutation
