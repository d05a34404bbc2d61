#include "engine/application/scenario.hpp"

#include "engine/application/scenario_measures.hpp"
#include "engine/application/scenario_steps.hpp"
#include "engine/application/scenario_world.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::application {
namespace {

std::string compare_end(const scenario_world& world, const std::string& ends) {
    const auto leaves = world.state().active_leaves();
    if (leaves != std::vector{ends})
        return fmt::format("should end in {}, but is in {}", ends, fmt::join(leaves, ", "));
    return world.state().ended ? "" : ends + " should be final";
}

std::string compare_fund(const scenario_world& world, const json& expected) {
    for (const auto& [name, written] : expected.items()) {
        const auto account = ledger::account_named(name);
        if (!account) return "there is no account " + name;
        const auto held = to_yuan(world.fund().of(*account));
        if (held != written.get<std::string>())
            return fmt::format("{} should be {}, but is {}", name, written.get<std::string>(), held);
    }
    if (const auto sound = ledger::verify(world.fund()); !sound)
        return "the fund does not balance: " + sound.error().explanation.en;
    return "";
}

std::string compare_variables(const scenario_world& world, const programme::programme& rules, const json& expected) {
    for (const auto& [name, wanted] : expected.items()) {
        const auto& held = world.state().variables.at(name);
        if (wanted.is_object() != (rules.variables.at(name).type == programme::variable_type::money))
            return name + (wanted.is_object() ? " should be money, but is not" : " should be no money, but is");
        const json plain = wanted.is_object() ? json(money_from_json(wanted, "").value().count()) : wanted;
        if (held != plain) return fmt::format("{} should be {}, but is {}", name, plain.dump(), held.dump());
    }
    return "";
}

/// Empty when the scenario went as it says.
scenario_failure run(scenario_world& world, const programme::programme& rules, const json& cases,
                     const json& scenario) {
    scenario_failure failure{scenario.at("name"), 0, ""};
    json form = cases.at("forms").at(scenario.at("form").get<std::string>());
    if (scenario.contains("change")) form.merge_patch(scenario.at("change"));
    world.set_time(parse_rfc3339(scenario.at("at").get<std::string>()).value());
    const create asked{world.fresh_id(), rules.number_prefix + "-0001", "firm", "round", form};
    if (const auto created = world.carry_out(asked, scenario.value("as", "ada")); !created) {
        failure.what = fmt::format("cannot be created: {}", created.error().explanation.en);
        for (const auto& each : created.error().requirements)
            failure.what += fmt::format("\n      {} {}", each.place, each.explanation.en);
        return failure;
    }
    for (const auto& step : scenario.at("steps")) {
        ++failure.step;
        failure.what = run_step(world, step);
        if (!failure.what.empty()) {
            failure.what += "\n      in " + step.dump();
            return failure;
        }
    }
    failure.step = 0;
    if (scenario.contains("ends")) failure.what = compare_end(world, scenario.at("ends"));
    if (failure.what.empty() && scenario.contains("fund")) failure.what = compare_fund(world, scenario.at("fund"));
    if (failure.what.empty() && scenario.contains("vars"))
        failure.what = compare_variables(world, rules, scenario.at("vars"));
    return failure;
}

using named_lines = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Under this name the measures are kept, beside the scenarios.
constexpr const char* measures_name = "what is taken";

void compare(const json& kept, const named_lines& now, scenario_report& report) {
    auto before = from_traces(kept);
    for (const auto& [name, lines] : now) {
        const auto differ = compare_traces(before[name], lines);
        if (differ.line > 0)
            report.differences.push_back(
                {name, 0,
                 fmt::format("line {} of its trace was “{}” and is “{}”", differ.line, differ.kept, differ.now)});
        before.erase(name);
    }
    for (const auto& [name, ignored] : before)
        report.differences.push_back({name, 0, "there is a trace of it, but no such scenario"});
}

} // namespace

scenario_report run_scenarios(const programme::programme& rules, const json& cases, const calendar::calendar& days,
                              const scenario_options& options) {
    scenario_report report;
    std::set<std::size_t> taken;
    named_lines traces;
    const bool tracing = options.trace || options.kept_traces;
    try {
        scenario_notes notes{cases};
        for (const auto& scenario : cases.at("cases")) {
            ++report.scenarios;
            scenario_world world{rules, cases, days, tracing ? &notes : nullptr};
            auto outcome = run(world, rules, cases, scenario);
            if (!outcome.what.empty()) report.failures.push_back(std::move(outcome));
            taken.insert(world.taken().begin(), world.taken().end());
            if (options.stop_at_first && !report.failures.empty()) return report;
            if (tracing) traces.emplace_back(scenario.at("name"), world.lines());
        }
        if (tracing) traces.emplace_back(measures_name, measure(rules, cases));
        if (options.trace) report.traces = to_traces(traces);
        if (options.kept_traces) compare(*options.kept_traces, traces, report);
    } catch (const std::exception& broken) {
        report.failures.push_back(
            {"", 0, std::string{"cases.json is not as workflows/README.md says: "} + broken.what()});
    }
    for (const auto& each : rules.chart->transitions())
        if (!taken.contains(each.index)) report.untaken.push_back(each.pointer);
    return report;
}

} // namespace sluice::application
