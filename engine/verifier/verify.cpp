#include "engine/verifier/verify.hpp"

#include "engine/application/scenario.hpp"
#include "engine/verifier/inspection.hpp"
#include "engine/verifier/place_index.hpp"
#include "engine/verifier/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <tuple>

namespace sluice::verifier {
namespace {

constexpr const char* cases_file = "cases.json";
constexpr const char* traces_file = "traces.json";
constexpr json_limits cases_limits{64, 2'000};

void add_defects(const std::vector<programme::defect>& defects, finding_list& to) {
    for (const auto& each : defects)
        to.push_back({severity::error, rules::definition, each.file, each.pointer, 0, 0, each.explanation, {}});
}

void prove(const programme::programme& rules, const limits& bounds, report& into) {
    const expression_book book{rules};
    const auto of = outline_of(rules, book);
    const auto space = state_space::explore(of, book, bounds.states_max);
    const inspected in{rules, book, of, space};
    inspect_reachability(in, into.findings);
    inspect_money_paths(in, into.findings);
    inspect_four_eyes(in, into.findings);
    inspect_order_laws(in, into.findings);
    inspect_names(in, into.findings);
    inspect_deadlines(in, into.findings);
    into.seen.states = space.states().size();
    into.seen.steps = space.edges().size();
    into.seen.complete = space.complete();
    into.seen.transitions = rules.chart->transitions().size();
}

finding of_cases(const char* rule, std::string pointer, text sentence) {
    return {severity::error, rule, cases_file, std::move(pointer), 0, 0, std::move(sentence), {}};
}

std::string pointer_of(const json& cases, const application::scenario_failure& failed) {
    if (!cases.is_object() || !cases.contains("cases") || !cases["cases"].is_array()) return "";
    for (std::size_t index = 0; index < cases["cases"].size(); ++index) {
        const auto& each = cases["cases"][index];
        if (!each.is_object() || each.value("name", "") != failed.scenario) continue;
        return failed.step == 0 ? fmt::format("/cases/{}", index)
                                : fmt::format("/cases/{}/steps/{}", index, failed.step - 1);
    }
    return "";
}

void play_scenarios(const programme::programme& rules, const std::string& bytes, const std::optional<std::string>& kept,
                    const calendar::calendar& days, report& into) {
    const auto cases = parse_json(bytes, cases_limits);
    if (!cases) {
        into.findings.push_back(of_cases(rules::scenario_fails, cases.error().place, cases.error().explanation));
        return;
    }
    json traces;
    if (kept) traces = json::parse(*kept, nullptr, false);
    if (traces.is_discarded()) traces = json::object();
    const auto played = application::run_scenarios(rules, *cases, days, {.kept_traces = kept ? &traces : nullptr});
    into.seen.scenarios = played.scenarios;
    for (const auto& each : played.failures)
        into.findings.push_back(of_cases(
            rules::scenario_fails, pointer_of(*cases, each),
            {fmt::format("场景“{}”第 {} 步不符：{}", each.scenario, each.step, each.what),
             fmt::format("The scenario “{}” does not hold at step {}: {}", each.scenario, each.step, each.what)}));
    for (const auto& each : played.differences)
        into.findings.push_back(
            {severity::error,
             rules::trace_differs,
             traces_file,
             "/" + pointer_step(each.scenario),
             0,
             0,
             {fmt::format("场景“{}”的过程与记录不同：{}；确认无误后请重新记录", each.scenario, each.what),
              fmt::format("What happens in the scenario “{}” is not what was written down: {}; if it "
                          "is meant, write it down again",
                          each.scenario, each.what)},
             {}});
    for (const auto& pointer : played.untaken)
        into.findings.push_back(make_finding(rules::transition_not_covered, pointer,
                                             {"没有场景走过这个转移；请在 cases.json 中加一个",
                                              "No scenario takes this transition: add one to cases.json"}));
}

/// What is not part of the definition itself.
std::optional<std::string> taken_from(programme::definition_files& files, const char* name) {
    const auto given = files.find(name);
    if (given == files.end()) return std::nullopt;
    auto bytes = std::move(given->second);
    files.erase(given);
    return bytes;
}

/// Lines and columns, and a steady order: errors first, then by file and line.
void finish(const programme::definition_files& files, const std::string& cases, finding_list& findings) {
    std::map<std::string, place_index> indexes;
    for (auto& each : findings) {
        const auto file = files.find(each.file);
        const auto* bytes = each.file == cases_file ? &cases : file == files.end() ? nullptr : &file->second;
        if (!bytes || !ordered_json::accept(*bytes)) continue;
        const auto place = indexes.try_emplace(each.file, *bytes).first->second.find(each.pointer);
        each.line = place.line;
        each.column = place.column;
    }
    const auto order = [](const finding& each) {
        return std::tuple{each.weight, each.file != "workflow.json", each.file, each.line, each.column};
    };
    std::stable_sort(findings.begin(), findings.end(),
                     [&](const finding& left, const finding& right) { return order(left) < order(right); });
}

} // namespace

report verify(programme::definition_files files, const calendar::calendar& days, const limits& bounds) {
    report made;
    const auto cases = taken_from(files, cases_file), traces = taken_from(files, traces_file);
    auto reading = programme::read_programme(files);
    add_defects(reading.defects, made.findings);
    made.read = reading.read;
    if (made.read) {
        prove(*made.read, bounds, made);
        if (cases)
            play_scenarios(*made.read, *cases, traces, days, made);
        else
            made.findings.push_back(
                of_cases(rules::no_scenarios, "",
                         {"没有 cases.json：每个项目须有自己的场景", "There is no cases.json: every "
                                                                     "programme brings its own scenarios"}));
    }
    finish(files, cases.value_or(""), made.findings);
    return made;
}

} // namespace sluice::verifier
