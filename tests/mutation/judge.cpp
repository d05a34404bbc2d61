#include "tests/mutation/judge.hpp"

#include "engine/application/scenario.hpp"
#include "engine/verifier/rules.hpp"
#include "engine/verifier/verify.hpp"

#include <algorithm>
#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>

namespace sluice::mutation {
namespace {

/// Scenarios that are tried before all others: the likeliest to notice, and cheap.
constexpr std::size_t near_by_max = 3;

bool touches(const std::string& transition, const std::string& damaged) {
    const auto within = [](const std::string& outer, const std::string& inner) {
        return inner.rfind(outer, 0) == 0 && (inner.size() == outer.size() || inner[outer.size()] == '/');
    };
    return within(transition, damaged) || within(damaged, transition);
}

/// A few scenarios that take a transition at the damaged place.
std::set<std::string> near_by(const witnesses& seen, const mutant& damage) {
    std::set<std::string> names;
    for (const auto& [scenario, transitions] : seen.takes)
        if (names.size() < near_by_max &&
            std::any_of(transitions.begin(), transitions.end(),
                        [&](const std::string& each) { return touches(each, damage.pointer); }))
            names.insert(scenario);
    return names;
}

/// A warning that was there before says nothing.
std::string name_of(const verifier::finding& found) {
    return found.rule + " " + found.file + found.pointer;
}

/// What the verifier says of the definition alone, without its scenarios: an error, or a warning that is new.
verdict prove(const programme::definition_files& files, const witnesses& seen, const calendar::calendar& days) {
    const auto report = verifier::verify(files, days);
    for (const auto& each : report.findings) {
        if (each.rule == verifier::rules::no_scenarios || seen.known.contains(name_of(each))) continue;
        const auto by = each.rule == verifier::rules::definition ? catcher::reader : catcher::verifier;
        const bool warns = each.weight == verifier::severity::warning;
        return {by, warns ? each.rule + " (a warning)" : each.rule, each.pointer + ": " + each.sentence.en};
    }
    return {};
}

verdict failed(const application::scenario_failure& first) {
    return {catcher::expectations, "scenario-fails",
            first.scenario + " (step " + std::to_string(first.step) + "): " + first.what};
}

} // namespace

witnesses make_witnesses(const original& whole, json cases, json traces, const calendar::calendar& days) {
    witnesses seen{std::move(cases), std::move(traces), {}, {}};
    const auto report = verifier::verify(whole.files, days);
    for (const auto& each : report.findings)
        seen.known.insert(name_of(each));
    if (report.read) seen.takes = application::run_scenarios(*report.read, seen.cases, days).takes;
    return seen;
}

verdict judge(const original& whole, const witnesses& seen, const mutant& damage, const calendar::calendar& days) {
    const auto files = damaged_files(whole, damage);
    if (auto found = prove(files, seen, days); found.by != catcher::nothing) return found;
    const auto reading = programme::read_programme(files);
    for (const auto& near : {near_by(seen, damage), std::set<std::string>{}}) {
        const auto said = application::run_scenarios(
            *reading.read, seen.cases, days,
            {.only = near.empty() ? nullptr : &near, .replayed = false, .stop_at_first = true});
        if (!said.failures.empty()) return failed(said.failures.front());
        if (near.empty() && !said.untaken.empty())
            return {catcher::expectations, "transition-not-covered", said.untaken.front()};
    }
    const auto done = application::run_scenarios(
        *reading.read, seen.cases, days, {.kept_traces = &seen.traces, .replayed = false, .stop_at_first = true});
    if (!done.differences.empty())
        return {catcher::traces, "trace-differs",
                done.differences.front().scenario + ": " + done.differences.front().what};
    return {};
}

std::vector<verdict> judge_all(const std::vector<original>& wholes, const std::vector<witnesses>& seen,
                               const std::vector<mutant>& all, const calendar::calendar& days, unsigned threads) {
    std::vector<verdict> verdicts(all.size());
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (auto index = next++; index < all.size(); index = next++) {
            const auto whole = std::find_if(wholes.begin(), wholes.end(),
                                            [&](const original& each) { return each.folder == all[index].folder; });
            try {
                verdicts[index] =
                    judge(*whole, seen[static_cast<std::size_t>(whole - wholes.begin())], all[index], days);
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
