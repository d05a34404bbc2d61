#include "engine/statechart/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::statechart {

namespace {

/// What the root is called where the definition gives it no id.
constexpr const char* root_id = "__root";

std::optional<state_kind> kind_named(const std::string& name) {
    if (name == "atomic") return state_kind::atomic;
    if (name == "compound") return state_kind::compound;
    if (name == "parallel") return state_kind::parallel;
    if (name == "final") return state_kind::final;
    if (name == "history") return state_kind::history;
    return std::nullopt;
}

bool is_name(const std::string& key) {
    return !key.empty() && key.find_first_of(".#* \t\n") == std::string::npos;
}

} // namespace

void chart_reader::read_tree(const ordered_json& machine) {
    if (!machine.is_object()) {
        return fault(pointer_prefix_, {"状态图须为 JSON 对象", "A statechart must be a JSON object"});
    }
    read_state(machine, std::nullopt, "", pointer_prefix_);
    const auto kind = read_.states_.front().kind;
    if (kind != state_kind::compound && kind != state_kind::parallel) {
        fault(pointer_prefix_ + "/states", {"状态图须有状态", "A statechart must have states"});
    }
}

void chart_reader::read_state(const ordered_json& definition, std::optional<std::size_t> parent, const std::string& key,
                              std::string pointer) {
    const auto depth = parent ? read_.states_[*parent].depth + 1 : 0;
    if (read_.states_.size() >= states_max || depth > depth_max) {
        if (!std::exchange(too_large_, true)) {
            fault(std::move(pointer),
                  {fmt::format("状态图过大：至多 {} 个状态、{} 层", states_max, depth_max),
                   fmt::format("The statechart is too large: at most {} states and {} levels", states_max, depth_max)});
        }
        return;
    }
    if (!definition.is_object())
        return fault(std::move(pointer), {"状态须为 JSON 对象", "A state must be a JSON object"});

    const auto index = read_.states_.size();
    auto& read = read_.states_.emplace_back();
    read.index = index;
    read.parent = parent;
    read.depth = depth;
    read.key = key;
    read.pointer = std::move(pointer);
    if (parent) {
        const auto& outer = read_.states_[*parent].path;
        read.path = outer.empty() ? key : outer + "." + key;
    }
    read_kind(read, definition);
    read_identity(read, definition);
    check_state_keys(read, definition);
    read_tags(read, definition);
    read.definition = definition;
    read.definition.erase("states");
    read.entry = read_actions(definition, "entry", read.pointer);
    read.exit = read_actions(definition, "exit", read.pointer);
    if (parent) {
        auto& outer = read_.states_[*parent];
        (read.kind == state_kind::history ? outer.histories : outer.children).push_back(index);
    }
    read_children(index, definition);
    read_.states_[index].subtree_end = read_.states_.size();
}

void chart_reader::read_identity(state& read, const ordered_json& definition) {
    read.id = read_string(definition, "id", read.pointer);
    if (read.id.empty()) read.id = read.parent ? read.path : root_id;
    const auto [found, is_new] = read_.by_id_.emplace(read.id, read.index);
    if (!is_new) {
        fault(read.pointer, {fmt::format("状态标识“{}”重复，另见 {}", read.id, read_.states_[found->second].pointer),
                             fmt::format("The state id \"{}\" is used twice; the other is at {}", read.id,
                                         read_.states_[found->second].pointer)});
    }
    if (!read.parent) return;
    read_.by_path_.emplace(read.path, read.index);
    read_.by_key_[read.key].push_back(read.index);
}

void chart_reader::read_kind(state& read, const ordered_json& definition) {
    const bool has_states = definition.contains("states");
    read.kind = has_states ? state_kind::compound : state_kind::atomic;
    if (!definition.contains("type")) return;
    const auto name = read_string(definition, "type", read.pointer);
    if (name.empty()) return;
    const auto kind = kind_named(name);
    if (!kind) {
        return fault(read.pointer + "/type",
                     {fmt::format("不认识状态类型“{}”", name), fmt::format("There is no state type \"{}\"", name)});
    }
    const bool needs_states = *kind == state_kind::compound || *kind == state_kind::parallel;
    if (needs_states != has_states) {
        return fault(
            read.pointer + "/type",
            {fmt::format("类型为“{}”的状态{}子状态", name, needs_states ? "须有" : "不得有"),
             fmt::format("A state of type \"{}\" {} states inside", name, needs_states ? "needs" : "cannot have")});
    }
    read.kind = *kind;
}

void chart_reader::read_children(std::size_t index, const ordered_json& definition) {
    const auto states = definition.find("states");
    if (states == definition.end()) return;
    const auto pointer = read_.states_[index].pointer + "/states";
    if (!states->is_object() || states->empty()) {
        return fault(pointer, {"“states”须为非空对象", "\"states\" must be an object that is not empty"});
    }
    for (const auto& [key, inner] : states->items()) {
        const auto inner_pointer = pointer + "/" + pointer_step(key);
        if (!is_name(key)) {
            fault(inner_pointer, {"状态名不得为空，也不得含有空格或 . # *",
                                  "A state's name cannot be empty or contain spaces, '.', '#' or '*'"});
        }
        read_state(inner, index, key, inner_pointer);
    }
    if (faults_.empty() && read_.states_[index].children.empty()) {
        fault(pointer, {"除历史状态外须有其他状态", "There must be states other than history states"});
    }
}

void chart_reader::check_state_keys(const state& read, const ordered_json& definition) {
    switch (read.kind) {
    case state_kind::final:
        return check_keys(definition, read.pointer, {"id", "type", "entry", "exit", "tags", "output"},
                          {&options_.state_extensions});
    case state_kind::history:
        return check_keys(definition, read.pointer, {"id", "type", "history", "target", "actions"},
                          {&options_.state_extensions});
    case state_kind::compound:
        if (!read.parent) {
            return check_keys(definition, read.pointer,
                              {"id", "type", "initial", "states", "on", "always", "after", "entry", "exit"},
                              {&options_.root_extensions});
        }
        return check_keys(
            definition, read.pointer,
            {"id", "type", "initial", "states", "on", "always", "after", "onDone", "entry", "exit", "tags"},
            {&options_.state_extensions});
    case state_kind::parallel:
        return check_keys(definition, read.pointer,
                          {"id", "type", "states", "on", "always", "after", "onDone", "entry", "exit", "tags"},
                          {read.parent ? &options_.state_extensions : &options_.root_extensions});
    case state_kind::atomic:
        return check_keys(definition, read.pointer, {"id", "type", "on", "always", "after", "entry", "exit", "tags"},
                          {&options_.state_extensions});
    }
}

void chart_reader::read_tags(state& read, const ordered_json& definition) {
    const auto tags = definition.find("tags");
    if (tags == definition.end()) return;
    const bool is_list = tags->is_array() && std::all_of(tags->begin(), tags->end(),
                                                         [](const ordered_json& tag) { return tag.is_string(); });
    if (!is_list) {
        return fault(read.pointer + "/tags", {"“tags”须为文本的列表", "\"tags\" must be a list of texts"});
    }
    read.tags = tags->get<std::vector<std::string>>();
}

} // namespace sluice::statechart
