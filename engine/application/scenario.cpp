#include "engine/application/scenario.hpp"

#include "engine/application/scenario_beginnings.hpp"
#include "engine/application/scenario_match.hpp"
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

/// Brings the application into being; what went wrong, or empty.
std::string begin(scenario_world& world, const programme::programme& rules, const json& cases, const json& scenario) {
    json form = cases.at("forms").at(scenario.at("form").get<std::string>());
    if (scenario.contains("change")) form.merge_patch(scenario.at("change"));
    world.set_time(parse_rfc3339(scenario.at("at").get<std::string>()).value());
    const create asked{world.fresh_id(), rules.number_prefix + "-0001", "firm", "round", form};
    const auto created = world.carry_out(asked, scenario.value("as", "ada"));
    if (created) return "";
    auto what = fmt::format("cannot be created: {}", created.error().explanation.en);
    for (const auto& each : created.error().requirements)
        what += fmt::format("\n      {} {}", each.place, each.explanation.en);
    return what;
}

/// What all scenarios of a run have in common.
struct stage {
    const programme::programme& rules;
    const json& cases;
    const calendar::calendar& days;
    scenario_notes* notes;
    bool replayed;
    scenario_beginnings beginnings;
};

struct performance {
    scenario_world world;
    scenario_failure failure; ///< empty when the scenario went as it says
};

performance run(stage& on, std::size_t number, const json& scenario) {
    const auto start = on.beginnings.find(number);
    performance played{start.world ? *start.world : scenario_world{on.rules, on.cases, on.days, on.notes, on.replayed},
                       {scenario.at("name"), start.steps, ""}};
    auto& [world, failure] = played;
    if (!start.world) {
        failure.what = begin(world, on.rules, on.cases, scenario);
        if (!failure.what.empty()) return played;
        on.beginnings.passed(number, 0, world);
    }
    const auto& steps = scenario.at("steps");
    while (failure.step < steps.size()) {
        const auto& step = steps.at(failure.step++);
        failure.what = run_step(world, step);
        if (!failure.what.empty()) {
            failure.what += "\n      in " + step.dump();
            return played;
        }
        on.beginnings.passed(number, failure.step, world);
    }
    failure.step = 0;
    if (scenario.contains("ends")) failure.what = compare_end(world, scenario.at("ends"));
    if (failure.what.empty() && scenario.contains("fund")) failure.what = compare_fund(world, scenario.at("fund"));
    if (failure.what.empty() && scenario.contains("vars"))
        failure.what = compare_variables(world, on.rules, scenario.at("vars"));
    return played;
}

using named_lines = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Under this name the measures are kept, beside the scenarios.
constexpr const char* measures_name = "what is taken";

/// The traces that were kept, each taken out once it was compared.
class kept_traces {
public:
    explicit kept_traces(const json* written) {
        if (written) before_ = from_traces(*written);
        comparing_ = written != nullptr;
    }

    void compare(const std::string& name, const std::vector<std::string>& now, scenario_report& report) {
        if (!comparing_) return;
        const auto differ = compare_traces(before_[name], now);
        before_.erase(name);
        if (differ.line == 0) return;
        report.differences.push_back(
            {name, 0, fmt::format("line {} of its trace was “{}” and is “{}”", differ.line, differ.kept, differ.now)});
    }

    void report_left_over(scenario_report& report) const {
        for (const auto& [name, ignored] : before_)
            report.differences.push_back({name, 0, "there is a trace of it, but no such scenario"});
    }

private:
    std::map<std::string, std::vector<std::string>> before_;
    bool comparing_ = false;
};

std::vector<const json*> chosen(const json& cases, const scenario_options& options) {
    std::vector<const json*> scenarios;
    for (const auto& each : cases.at("cases"))
        if (!options.only || options.only->contains(each.at("name").get<std::string>())) scenarios.push_back(&each);
    return scenarios;
}

} // namespace

scenario_report run_scenarios(const programme::programme& rules, const json& cases, const calendar::calendar& days,
                              const scenario_options& options) {
    scenario_report report;
    std::set<std::size_t> taken;
    named_lines traces;
    const bool tracing = options.trace || options.kept_traces;
    const auto finished = [&] {
        return options.stop_at_first && !(report.failures.empty() && report.differences.empty());
    };
    try {
        kept_traces kept{options.kept_traces};
        scenario_notes notes{cases};
        if (!options.only) run_match_cases(rules, cases, report);
        if (finished()) return report;
        const auto scenarios = chosen(cases, options);
        stage on{rules, cases, days, tracing ? &notes : nullptr, options.replayed, scenario_beginnings{scenarios}};
        for (std::size_t number = 0; number < scenarios.size(); ++number) {
            const auto& scenario = *scenarios[number];
            ++report.scenarios;
            auto [world, outcome] = run(on, number, scenario);
            if (!outcome.what.empty()) report.failures.push_back(std::move(outcome));
            auto& takes = report.takes[scenario.at("name").get<std::string>()];
            for (const auto index : world.taken())
                takes.push_back(rules.chart->transitions()[index].pointer);
            taken.insert(world.taken().begin(), world.taken().end());
            if (tracing) kept.compare(scenario.at("name"), world.lines(), report);
            if (options.trace) traces.emplace_back(scenario.at("name"), world.lines());
            if (finished()) return report;
        }
        if (tracing) {
            const auto measures = measure(rules, cases);
            kept.compare(measures_name, measures, report);
            kept.report_left_over(report);
            traces.emplace_back(measures_name, measures);
        }
        if (options.trace) report.traces = to_traces(traces);
    } catch (const std::exception& broken) {
        report.failures.push_back(
            {"", 0, std::string{"cases.json is not as workflows/README.md says: "} + broken.what()});
    }
    for (const auto& each : rules.chart->transitions())
        if (!taken.contains(each.index)) report.untaken.push_back(each.pointer);
    return report;
}

} // namespace sluice::application
