// Where an application stands in the new chart, and what it remembers.

#include "engine/application/migration_passage.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

using statechart::chart;
using statechart::snapshot;
using statechart::state_kind;

text title_of(const programme::programme& rules, std::size_t state) {
    return rules.title_of_state(state);
}

/// A sentence about a state of the old version.
unmet_requirement about(const passage& across, std::size_t old_state, std::string id, const char* zh, const char* en) {
    const auto& state = across.from.chart->states()[old_state];
    const auto title = title_of(across.from, old_state);
    return {std::move(id),
            "/states/" + pointer_step(state.id),
            {fmt::format("“{}”{}", title.zh, zh), fmt::format("“{}” {}", title.en, en)}};
}

/// The innermost states of the new configuration.
std::vector<std::size_t> move_leaves(const passage& across, const snapshot& before, obstacles& found) {
    std::vector<std::size_t> leaves;
    const auto& old_states = across.from.chart->states();
    for (const auto leaf : statechart::active_leaves(*across.from.chart, before)) {
        const auto to = across.counterpart(leaf);
        if (!to) {
            found.push_back(about(across, leaf, "state_gone", "在新版本中没有对应的状态，请在 states 中指定",
                                  "has no counterpart in the new version: name one under states"));
            continue;
        }
        const auto& state = across.to.chart->states()[*to];
        if (state.kind == state_kind::history || !state.children.empty())
            found.push_back(about(across, leaf, "state_not_innermost", "须对应一个最内层的状态",
                                  "has to go to a state that has none inside"));
        else if (state.kind == state_kind::final && old_states[leaf].kind != state_kind::final)
            found.push_back(about(across, leaf, "would_end", "不能移到终结状态：结束须由办理作出",
                                  "cannot go to a final state: an end is decided, not moved to"));
        else
            leaves.push_back(*to);
    }
    return leaves;
}

/// Whether two states can be active together: neither lies in the other, and they part at a parallel state.
bool compatible(const chart& of, std::size_t one, std::size_t other) {
    if (of.is_inside_or_same(one, other) || of.is_inside_or_same(other, one)) return false;
    auto above = of.states()[one].parent;
    while (above && !of.is_descendant(other, *above))
        above = of.states()[*above].parent;
    return above && of.states()[*above].kind == state_kind::parallel;
}

bool fits_history(const chart& of, std::size_t history, const std::vector<std::size_t>& remembered) {
    const auto& state = of.states()[history];
    for (std::size_t i = 0; i < remembered.size(); ++i) {
        const auto& each = of.states()[remembered[i]];
        const bool in_place = state.deep ? each.children.empty() && of.is_descendant(each.index, *state.parent)
                                         : each.parent == state.parent;
        if (!in_place || each.kind == state_kind::history) return false;
        for (std::size_t j = 0; j < i; ++j)
            if (!compatible(of, remembered[i], remembered[j])) return false;
    }
    return !remembered.empty();
}

/// What is remembered by a history state that the new version does not have is not needed any more.
void move_history(const passage& across, const snapshot& before, snapshot& after, obstacles& found) {
    const auto& from = *across.from.chart;
    const auto& to = *across.to.chart;
    for (const auto& [history, remembered] : before.history) {
        const auto now = across.counterpart(history);
        if (!now || to.states()[*now].kind != state_kind::history || after.history.contains(*now)) continue;
        std::vector<std::size_t> kept;
        for (const auto each : remembered)
            if (const auto there = across.counterpart(each)) kept.push_back(*there);
        std::sort(kept.begin(), kept.end());
        kept.erase(std::unique(kept.begin(), kept.end()), kept.end());
        const bool whole = kept.size() == remembered.size();
        if (whole && from.states()[history].deep == to.states()[*now].deep && fits_history(to, *now, kept))
            after.history[*now] = std::move(kept);
        else
            found.push_back(about(across, history, "history_differs", "所记的状态在新版本中没有对应",
                                  "remembers states that have no counterpart there in the new version"));
    }
}

/// SCXML's isInFinalState.
bool is_complete(const chart& of, const snapshot& now, std::size_t state) {
    const auto& each = of.states()[state];
    const auto is_final = [&](std::size_t child) {
        return now.is_active(child) && of.states()[child].kind == state_kind::final;
    };
    const auto is_whole = [&](std::size_t child) { return is_complete(of, now, child); };
    if (each.kind == state_kind::compound) return std::any_of(each.children.begin(), each.children.end(), is_final);
    return each.kind == state_kind::parallel && std::all_of(each.children.begin(), each.children.end(), is_whole);
}

/// A done event was for the moment at which everything inside was finished; it would never come.
void find_missed_completions(const passage& across, const snapshot& after, obstacles& found) {
    const auto& to = *across.to.chart;
    for (const auto index : after.configuration) {
        const auto& state = to.states()[index];
        const bool waits = std::any_of(state.on.begin(), state.on.end(), [&](std::size_t each) {
            return to.transitions()[each].event == "done.state." + state.id;
        });
        if ((index == 0 || waits) && is_complete(to, after, index))
            found.push_back({"completion_missed",
                             "/states",
                             {fmt::format("新版本中“{}”已全部完成，却无人再推进", title_of(across.to, index).zh),
                              fmt::format("“{}” would be complete in the new version, and nothing would follow",
                                          title_of(across.to, index).en)}});
    }
}

} // namespace

std::optional<std::size_t> state_with_id(const statechart::chart& of, const std::string& id) {
    const auto found = of.find(id);
    return found && of.states()[*found].id == id ? found : std::nullopt;
}

std::optional<std::size_t> passage::counterpart(std::size_t old_state) const {
    const auto& id = from.chart->states()[old_state].id;
    const auto named = rules.states.find(id);
    return state_with_id(*to.chart, named == rules.states.end() ? id : named->second);
}

std::optional<std::size_t> passage::timer_counterpart(std::size_t old_timer) const {
    const auto& timer = from.chart->timers()[old_timer];
    const auto owner = counterpart(timer.state);
    if (!owner) return std::nullopt;
    return to.chart->find_timer(to.chart->states()[*owner].id + timer.id.substr(timer.id.rfind('#')));
}

std::optional<snapshot> move_position(const passage& across, const snapshot& before, obstacles& found) {
    const auto already = found.size();
    const auto leaves = move_leaves(across, before, found);
    if (found.size() > already) return std::nullopt;
    json names = json::array();
    for (const auto leaf : leaves)
        names.push_back(across.to.chart->states()[leaf].id);
    auto after = statechart::from_json(*across.to.chart, {{"states", std::move(names)}, {"done", false}});
    if (!after) {
        found.push_back({"not_together",
                         "/states",
                         {"对应的状态在新版本中不能同时成立，或缺少并行的部分",
                          "The corresponding states cannot be active together in the new version, or a region of a "
                          "parallel state is left without one"}});
        return std::nullopt;
    }
    move_history(across, before, *after, found);
    find_missed_completions(across, *after, found);
    if (found.size() > already) return std::nullopt;
    return std::move(*after);
}

json move_variables(const passage& across, const json& before, obstacles& found) {
    json after = json::object();
    for (const auto& [name, variable] : across.to.variables)
        after[name] = variable.initial;
    for (const auto& [name, variable] : across.from.variables) {
        const auto named = across.rules.variables.find(name);
        if (named != across.rules.variables.end() && !named->second) continue;
        const auto& wanted = named == across.rules.variables.end() ? name : *named->second;
        const auto there = across.to.variables.find(wanted);
        if (there != across.to.variables.end() && there->second.type == variable.type) {
            after[wanted] = before.at(name);
        } else if (before.at(name) != variable.initial) {
            const bool gone = there == across.to.variables.end();
            found.push_back({gone ? "variable_gone" : "variable_retyped",
                             "/variables/" + pointer_step(name),
                             {fmt::format("变量“{}”有值，而新版本{}", name, gone ? "没有它" : "的类型不同"),
                              fmt::format("The variable “{}” has a value, and the new version {}", name,
                                          gone ? "does not have it" : "gives it another type")}});
        }
    }
    return after;
}

} // namespace sluice::application
