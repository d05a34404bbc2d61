#include "engine/statechart/reader.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sluice::statechart {

std::vector<std::size_t> chart_reader::read_targets(const ordered_json& value, const target_place& place) {
    std::vector<std::size_t> targets;
    const auto read_one = [&](const ordered_json& name, std::string pointer) {
        if (!name.is_string()) {
            return fault(std::move(pointer), {"目标须为状态的名称", "A target must be the name of a state"});
        }
        const auto& written = name.get_ref<const std::string&>();
        const auto found = read_.find(written, place.from);
        if (!found) {
            return fault(std::move(pointer), {fmt::format("没有名为“{}”的状态", written),
                                              fmt::format("There is no state named \"{}\"", written)});
        }
        if (*found == 0) {
            return fault(std::move(pointer), {"根状态不能作目标", "The root cannot be a target"});
        }
        targets.push_back(*found);
    };
    if (!value.is_array()) {
        read_one(value, place.pointer);
        return targets;
    }
    for (std::size_t position = 0; position < value.size(); ++position) {
        read_one(value[position], fmt::format("{}/{}", place.pointer, position));
    }
    if (value.empty()) fault(place.pointer, {"目标列表不得为空", "The list of targets cannot be empty"});
    check_together(targets, place.pointer);
    return targets;
}

/// Several targets can only be active together when each two of them lie in different regions of a parallel state. A
/// history state stands for anything inside its parent.
void chart_reader::check_together(const std::vector<std::size_t>& targets, const std::string& pointer) {
    for (std::size_t first = 0; first < targets.size(); ++first) {
        for (std::size_t second = first + 1; second < targets.size(); ++second) {
            const auto& states = read_.states_;
            const auto place = [&](std::size_t target) {
                return states[target].kind == state_kind::history ? *states[target].parent : target;
            };
            const auto one = place(targets[first]);
            const std::array other{place(targets[second])};
            const bool nested =
                read_.is_inside_or_same(one, other.front()) || read_.is_inside_or_same(other.front(), one);
            const auto above = read_.common_ancestor(one, other);
            if (!nested && states[above].kind == state_kind::parallel) continue;
            fault(pointer,
                  {fmt::format("状态“{}”与“{}”不能同时成立", states[targets[first]].id, states[targets[second]].id),
                   fmt::format("The states \"{}\" and \"{}\" cannot be active together", states[targets[first]].id,
                               states[targets[second]].id)});
        }
    }
}

void chart_reader::read_initial(std::size_t index) {
    auto& read = read_.states_[index];
    if (read.kind != state_kind::compound) return;
    const auto pointer = read.pointer + "/initial";
    const auto found = read.definition.find("initial");
    if (found == read.definition.end()) {
        return fault(read.pointer, {fmt::format("状态“{}”缺少初始状态“initial”", read.id),
                                    fmt::format("The state \"{}\" has states inside but no \"initial\"", read.id)});
    }
    auto target = *found;
    auto target_pointer = pointer;
    if (found->is_object()) {
        check_keys(*found, pointer, {"target", "actions"}, {});
        if (!found->contains("target")) {
            return fault(pointer, {"“initial”缺少“target”", "\"initial\" has no \"target\""});
        }
        target = (*found)["target"];
        target_pointer += "/target";
        read.initial_actions = read_actions(*found, "actions", pointer);
    }
    // The first child stands for "looked up from inside": its siblings are this state's children.
    const auto from = read.children.front();
    const auto faults_before = faults_.size();
    read.initial = read_targets(target, {from, target_pointer});
    if (faults_.size() != faults_before) return;
    const bool inside = std::all_of(read.initial.begin(), read.initial.end(),
                                    [&](std::size_t target_index) { return read_.is_descendant(target_index, index); });
    if (!inside) {
        fault(target_pointer, {fmt::format("初始状态须在状态“{}”之内", read.id),
                               fmt::format("The initial state must lie inside the state \"{}\"", read.id)});
    }
}

void chart_reader::read_history(std::size_t index) {
    auto& read = read_.states_[index];
    if (const auto depth = read.definition.find("history"); depth != read.definition.end()) {
        if (*depth != "shallow" && *depth != "deep") {
            fault(read.pointer + "/history", {"“history”须为 shallow 或 deep", "\"history\" must be shallow or deep"});
        }
        read.deep = *depth == "deep";
    }
    const auto target = read.definition.find("target");
    if (target == read.definition.end()) {
        return fault(read.pointer, {"历史状态须有默认目标“target”", "A history state needs a default \"target\""});
    }
    read.initial_actions = read_actions(read.definition, "actions", read.pointer);
    read.initial = read_targets(*target, {index, read.pointer + "/target"});
    for (const auto reached : read.initial) {
        const bool inside = read_.is_descendant(reached, *read.parent);
        if (inside && read_.states_[reached].kind != state_kind::history) continue;
        fault(read.pointer + "/target",
              {"历史状态的默认目标须为同一状态之内的普通状态",
               "The default target of a history state must be an ordinary state inside the same parent"});
    }
}

} // namespace sluice::statechart
