#include "engine/statechart/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::statechart {

namespace {

/// `submit`, `submit.*` or `*`: a star stands alone or after the last point.
std::optional<descriptor_kind> kind_of(const std::string& descriptor) {
    if (descriptor == "*") return descriptor_kind::any;
    const auto star = descriptor.find('*');
    if (descriptor.empty() || descriptor.find_first_of(" \t\n") != std::string::npos) return std::nullopt;
    if (star == std::string::npos) return descriptor_kind::exact;
    const bool ends_in_star = star + 1 == descriptor.size() && star >= 2 && descriptor[star - 1] == '.';
    return ends_in_star ? std::optional{descriptor_kind::prefix} : std::nullopt;
}

/// Larger is more specific: exact, then the longest prefix, then anything.
std::size_t specificity(const transition& of) {
    if (of.descriptor == descriptor_kind::exact) return std::string::npos;
    return of.descriptor == descriptor_kind::prefix ? of.event.size() : 0;
}

} // namespace

void chart_reader::read_transitions(std::size_t index) {
    const auto kind = read_.states_[index].kind;
    if (kind == state_kind::history || kind == state_kind::final) return;
    read_on(index);
    read_list(index, "always", "");
    read_list(index, "onDone", "done.state." + read_.states_[index].id);
    read_after(index);
    if (index == 0 && read_.states_[0].definition.contains("onDone")) {
        fault(read_.states_[0].pointer + "/onDone",
              {"根状态完成即整个流程完成，不能有“onDone”", "The root's end is the end of all: it has no \"onDone\""});
    }
}

void chart_reader::read_on(std::size_t index) {
    const auto& definition = read_.states_[index].definition;
    const auto on = definition.find("on");
    if (on == definition.end()) return;
    const auto pointer = read_.states_[index].pointer + "/on";
    if (!on->is_object()) return fault(pointer, {"“on”须为 JSON 对象", "\"on\" must be a JSON object"});
    for (const auto& [event, value] : on->items()) {
        const auto place = pointer + "/" + pointer_step(event);
        if (kind_of(event)) {
            read_alternatives(index, value, event, place);
        } else {
            fault(place,
                  {"事件名不得为空或含空格；* 只能单独或在末尾的“.*”中出现",
                   "An event's name cannot be empty or contain spaces; * stands alone or ends a name as \".*\""});
        }
    }
}

void chart_reader::read_list(std::size_t index, const char* key, std::string event) {
    const auto& definition = read_.states_[index].definition;
    const auto found = definition.find(key);
    if (found == definition.end()) return;
    read_alternatives(index, *found, event, read_.states_[index].pointer + "/" + key);
}

void chart_reader::read_alternatives(std::size_t index, const ordered_json& value, const std::string& event,
                                     std::string pointer) {
    if (!value.is_array()) {
        read_transition(index, value, event, std::move(pointer), false);
        return;
    }
    for (std::size_t position = 0; position < value.size(); ++position) {
        read_transition(index, value[position], event, fmt::format("{}/{}", pointer, position), false);
    }
}

void chart_reader::read_after(std::size_t index) {
    const auto& owner = read_.states_[index];
    const auto after = owner.definition.find("after");
    if (after == owner.definition.end()) return;
    const auto pointer = owner.pointer + "/after";
    if (!after->is_array()) {
        return fault(pointer,
                     {"“after”须为列表，每项带“delay”", "\"after\" must be a list whose entries have a \"delay\""});
    }
    for (std::size_t position = 0; position < after->size(); ++position) {
        const auto& entry = (*after)[position];
        const auto place = fmt::format("{}/{}", pointer, position);
        const auto delay = entry.is_object() ? entry.find("delay") : entry.end();
        const bool has_delay =
            delay != entry.end() && (delay->is_string() || (delay->is_object() && delay->contains("cel")));
        if (!entry.is_object() || !has_delay) {
            fault(place, {"计时项须有“delay”：如 \"7 working days\"，或 {\"cel\": …}",
                          "A timer needs a \"delay\": for instance \"7 working days\", or {\"cel\": …}"});
            continue;
        }
        timer read;
        read.index = read_.timers_.size();
        read.id = fmt::format("{}#{}", owner.id, position);
        read.state = index;
        read.delay = *delay;
        read.definition = entry;
        const auto made = read_transition(index, entry, "after." + read.id, place, true);
        if (!made) continue;
        read.transition = *made;
        read_.transitions_[*made].timer = read.index;
        read_.states_[index].timers.push_back(read.index);
        read_.timers_by_id_.emplace(read.id, read.index);
        read_.timers_.push_back(std::move(read));
    }
}

std::optional<std::size_t> chart_reader::read_transition(std::size_t index, const ordered_json& value,
                                                         std::string event, std::string pointer, bool is_timer) {
    if (read_.transitions_.size() >= transitions_max) {
        fault(std::move(pointer), {fmt::format("转移过多：至多 {} 个", transitions_max),
                                   fmt::format("There are too many transitions: at most {}", transitions_max)});
        return std::nullopt;
    }
    const auto definition = value.is_string() ? ordered_json::object({{"target", value}}) : value;
    if (!definition.is_object()) {
        fault(std::move(pointer),
              {"转移须为对象，或目标状态的名称", "A transition must be an object, or the name of its target"});
        return std::nullopt;
    }
    static const std::set<std::string, std::less<>> timer_keys{"delay"};
    static const std::set<std::string, std::less<>> no_keys;
    check_keys(definition, pointer, {"target", "guard", "actions", "reenter"},
               {&options_.transition_extensions, is_timer ? &timer_keys : &no_keys,
                is_timer ? &options_.timer_extensions : &no_keys});
    transition read;
    read.index = read_.transitions_.size();
    read.source = index;
    if (is_timer)
        read.descriptor = descriptor_kind::timer;
    else if (event.empty())
        read.descriptor = descriptor_kind::always;
    else
        read.descriptor = kind_of(event).value_or(descriptor_kind::exact);
    read.event = std::move(event);
    read.guard = read_string(definition, "guard", pointer);
    read.reenter = read_flag(definition, "reenter", pointer);
    if (const auto target = definition.find("target"); target != definition.end()) {
        read.targets = read_targets(*target, {index, value.is_string() ? pointer : pointer + "/target"});
    }
    read.actions = read_actions(definition, "actions", pointer);
    read.definition = definition;
    read.pointer = std::move(pointer);
    read_.states_[index].transitions.push_back(read.index);
    read_.transitions_.push_back(std::move(read));
    return read_.transitions_.size() - 1;
}

void chart_reader::index_transitions(std::size_t index) {
    auto& owner = read_.states_[index];
    for (const auto number : owner.transitions) {
        auto& indexed = read_.transitions_[number];
        if (indexed.descriptor == descriptor_kind::always)
            owner.always.push_back(number);
        else if (indexed.descriptor != descriptor_kind::timer)
            owner.on.push_back(number);
        indexed.targets_history = std::any_of(indexed.targets.begin(), indexed.targets.end(), [&](std::size_t target) {
            return read_.states_[target].kind == state_kind::history;
        });
        if (!indexed.targets.empty()) indexed.domain = read_.transition_domain(indexed, indexed.targets);
    }
    std::stable_sort(owner.on.begin(), owner.on.end(), [&](std::size_t left, std::size_t right) {
        return specificity(read_.transitions_[left]) > specificity(read_.transitions_[right]);
    });
    const bool above = owner.parent && read_.states_[*owner.parent].always_at_or_above;
    owner.always_at_or_above = above || !owner.always.empty();
}

} // namespace sluice::statechart
