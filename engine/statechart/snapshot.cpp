#include "engine/statechart/snapshot.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace sluice::statechart {

namespace {

refusal unreadable(text sentence, std::string place) {
    return refuse(reason::invalid_value, std::move(sentence), std::move(place));
}

/// The listed states and all their ancestors, in document order.
result<std::vector<std::size_t>> read_states(const chart& of, const json& names, const std::string& place) {
    if (!names.is_array()) return unreadable({"须为状态标识的列表", "This must be a list of state ids"}, place);
    std::set<std::size_t> found;
    for (std::size_t position = 0; position < names.size(); ++position) {
        const auto& name = names[position];
        const auto index = name.is_string() ? of.find("#" + name.get<std::string>()) : std::nullopt;
        if (!index) {
            return unreadable(
                {fmt::format("没有状态 {}", name.dump()), fmt::format("There is no state {}", name.dump())},
                fmt::format("{}/{}", place, position));
        }
        found.insert(*index);
    }
    return std::vector<std::size_t>{found.begin(), found.end()};
}

std::vector<std::size_t> with_ancestors(const chart& of, const std::vector<std::size_t>& states) {
    std::set<std::size_t> all{states.begin(), states.end()};
    for (auto index : states) {
        while (of.states()[index].parent)
            all.insert(index = *of.states()[index].parent);
    }
    return {all.begin(), all.end()};
}

/// One child of each active compound state is active, all of each parallel state, and no history state.
bool is_legal(const chart& of, const snapshot& now) {
    if (now.configuration.empty()) return false;
    return std::all_of(now.configuration.begin(), now.configuration.end(), [&](std::size_t index) {
        const auto& active = of.states()[index];
        const auto inside = std::count_if(active.children.begin(), active.children.end(),
                                          [&](std::size_t child) { return now.is_active(child); });
        if (active.kind == state_kind::compound) return inside == 1;
        if (active.kind == state_kind::parallel) return static_cast<std::size_t>(inside) == active.children.size();
        return active.kind != state_kind::history;
    });
}

result<void> read_history(const chart& of, const json& written, snapshot& into) {
    if (!written.is_object()) {
        return unreadable({"“history”须为 JSON 对象", "\"history\" must be a JSON object"}, "/history");
    }
    for (const auto& [name, states] : written.items()) {
        const auto place = "/history/" + pointer_step(name);
        const auto index = of.find("#" + name);
        if (!index || of.states()[*index].kind != state_kind::history) {
            return unreadable(
                {fmt::format("没有历史状态“{}”", name), fmt::format("There is no history state \"{}\"", name)}, place);
        }
        auto remembered = read_states(of, states, place);
        if (!remembered) return remembered.error();
        const auto parent = *of.states()[*index].parent;
        const bool inside =
            !remembered->empty() && std::all_of(remembered->begin(), remembered->end(), [&](std::size_t state) {
                return of.is_descendant(state, parent) && of.states()[state].kind != state_kind::history;
            });
        if (!inside) {
            return unreadable(
                {"所记的状态须在历史状态的父状态之内", "What is remembered must lie inside the history's parent"},
                place);
        }
        into.history[*index] = std::move(*remembered);
    }
    return {};
}

json names_of(const chart& of, const std::vector<std::size_t>& states) {
    auto names = json::array();
    for (const auto index : states)
        names.push_back(of.states()[index].id);
    return names;
}

} // namespace

bool snapshot::is_active(std::size_t state) const {
    return std::binary_search(configuration.begin(), configuration.end(), state);
}

std::vector<std::size_t> active_leaves(const chart& of, const snapshot& now) {
    std::vector<std::size_t> leaves;
    for (const auto index : now.configuration) {
        if (of.states()[index].children.empty()) leaves.push_back(index);
    }
    return leaves;
}

json to_json(const chart& of, const snapshot& now) {
    auto written = json::object();
    written["states"] = names_of(of, active_leaves(of, now));
    written["done"] = now.done;
    for (const auto& [index, remembered] : now.history) {
        written["history"][of.states()[index].id] = names_of(of, remembered);
    }
    return written;
}

result<snapshot> from_json(const chart& of, const json& written) {
    if (!written.is_object() || !written.contains("states")) {
        return unreadable({"须为带“states”的 JSON 对象", "This must be a JSON object with \"states\""}, "");
    }
    const auto states = read_states(of, written["states"], "/states");
    if (!states) return states.error();
    snapshot read;
    read.configuration = with_ancestors(of, *states);
    if (!is_legal(of, read)) {
        return unreadable({"这些状态不能同时成立", "These states cannot be active together"}, "/states");
    }
    if (const auto history = written.find("history"); history != written.end()) {
        if (const auto remembered = read_history(of, *history, read); !remembered) return remembered.error();
    }
    if (const auto done = written.find("done"); done != written.end()) {
        if (!done->is_boolean()) {
            return unreadable({"“done”须为 true 或 false", "\"done\" must be true or false"}, "/done");
        }
        read.done = done->get<bool>();
    }
    return read;
}

} // namespace sluice::statechart
