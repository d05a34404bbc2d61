#include "tests/conformance/xstate/comparison.hpp"

#include "engine/statechart/export_limits.hpp"
#include "engine/statechart/export_scxml.hpp"
#include "engine/statechart/export_xstate.hpp"
#include "engine/statechart/rules.hpp"
#include "tests/conformance/xstate/scion.hpp"

#include <algorithm>
#include <stdexcept>

namespace sluice::conformance {

namespace {

/// Why the chart is outside what is compared, or nothing.
std::string rejection(const statechart::chart& of, other_engine other) {
    if (const auto broken = statechart::check_rules(of); !broken.empty()) return broken.front().rule;
    const auto beyond = other == other_engine::xstate ? statechart::beyond_xstate(of) : statechart::beyond_scxml(of);
    return beyond.empty() ? "" : "beyond: " + beyond.front().id;
}

/// SCION enters and leaves states by their depth, not in document order: where regions lie side by side, only what was
/// done in a step is compared, not the order.
bool same(const prepared_case& prepared, const std::string& key, json ours, json theirs) {
    if (prepared.other == other_engine::scxml && prepared.has_regions && key == "trace") {
        std::sort(ours.begin(), ours.end());
        std::sort(theirs.begin(), theirs.end());
    }
    return ours == theirs;
}

std::string question_for(const statechart::chart& of, const prepared_case& prepared, std::size_t steps) {
    auto script = prepared.written.script;
    while (script.size() > steps)
        script.erase(script.size() - 1);
    auto question = ordered_json::object({{"script", script}});
    if (prepared.other == other_engine::xstate)
        question["machine"] = statechart::to_xstate(of).value();
    else
        question["document"] = statechart::to_scxml(of).value();
    question["delays"] = ordered_json::object();
    for (const auto& timer : of.timers())
        question["delays"][timer.id] = delay_ms(timer);
    question["oracle"] = nullptr;
    if (prepared.oracle) question["oracle"] = *prepared.oracle;
    return question.dump();
}

} // namespace

prepared_case prepare(random_case written, other_engine other, std::optional<std::uint32_t> oracle) {
    prepared_case prepared;
    prepared.written = std::move(written);
    prepared.other = other;
    prepared.oracle = oracle;
    const auto chart = statechart::chart::read(prepared.written.machine);
    prepared.rejected =
        chart ? rejection(*chart, other) : "unreadable: " + chart.error().place + " " + chart.error().explanation.en;
    if (prepared.rejected.empty() && other == other_engine::scxml)
        prepared.rejected = rejection_for_scion(*chart, prepared.written.script);
    if (!prepared.rejected.empty()) return prepared;
    scripted_run run;
    try {
        run = run_script(*chart, prepared.written.machine, prepared.written.script, oracle);
    } catch (const std::logic_error& refused) {
        prepared.rejected = std::string{"refused: "} + refused.what();
        return prepared;
    }
    if (other == other_engine::scxml) end_before_scion_does(*chart, run);
    if (!run.steps) {
        prepared.rejected = "endless";
        return prepared;
    }
    prepared.question = question_for(*chart, prepared, *run.steps);
    prepared.ours = std::move(run.observed);
    prepared.has_regions =
        std::any_of(chart->states().begin(), chart->states().end(),
                    [](const statechart::state& each) { return each.kind == statechart::state_kind::parallel; });
    prepared.transitions = chart->transitions().size();
    prepared.taken = std::move(run.taken);
    prepared.timers_fired = run.timers_fired;
    return prepared;
}

std::optional<std::size_t> first_difference(const prepared_case& prepared, const json& answer) {
    if (answer.contains("error")) return 0;
    const auto& theirs = answer.at("observed");
    for (std::size_t number = 0; number < prepared.ours.size(); ++number) {
        if (number >= theirs.size()) return number;
        for (const auto& [key, value] : theirs[number].items()) {
            if (!same(prepared, key, prepared.ours[number].at(key), value)) return number;
        }
    }
    return std::nullopt;
}

ordered_json report(const prepared_case& prepared, const json& answer) {
    auto shown = ordered_json::object();
    shown["machine"] = prepared.written.machine;
    shown["script"] = prepared.written.script;
    if (prepared.oracle) shown["oracle"] = *prepared.oracle;
    shown["differs_at"] = first_difference(prepared, answer).value_or(0);
    shown["ours"] = prepared.ours;
    shown["theirs"] = answer.contains("error") ? ordered_json(answer) : ordered_json(answer.at("observed"));
    return shown;
}

} // namespace sluice::conformance
