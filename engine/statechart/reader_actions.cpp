#include "engine/statechart/reader.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::statechart {

namespace {

/// Whether a value holds {"cel": …} anywhere: then only the host can say what it is. JSON from outside is at most
/// 32 levels deep, which bounds the recursion.
bool holds_expression(const ordered_json& value) {
    if (value.is_object() && value.contains("cel")) return true;
    if (!value.is_structured()) return false;
    return std::any_of(value.begin(), value.end(), holds_expression);
}

} // namespace

std::vector<action> chart_reader::read_actions(const ordered_json& object, const char* key,
                                               const std::string& pointer) {
    std::vector<action> actions;
    const auto found = object.find(key);
    if (found == object.end()) return actions;
    const auto place = pointer + "/" + key;
    if (!found->is_array()) {
        actions.push_back(read_action(*found, place));
        return actions;
    }
    for (std::size_t position = 0; position < found->size(); ++position) {
        actions.push_back(read_action((*found)[position], fmt::format("{}/{}", place, position)));
    }
    return actions;
}

action chart_reader::read_action(const ordered_json& definition, const std::string& pointer) {
    action read;
    read.pointer = pointer;
    read.index = read_.action_count_++;
    if (read.index == actions_max) {
        fault(pointer, {fmt::format("动作过多：至多 {} 个", actions_max),
                        fmt::format("There are too many actions: at most {}", actions_max)});
    }
    if (definition.is_string() && !definition.get_ref<const std::string&>().empty()) {
        read.type = definition.get<std::string>();
    } else if (definition.is_object() && definition.contains("type")) {
        check_keys(definition, pointer, {"type", "params"}, {&options_.action_extensions});
        read.type = read_string(definition, "type", pointer);
        if (const auto params = definition.find("params"); params != definition.end()) read.params = *params;
        if (!read.params.is_null() && !read.params.is_object()) {
            fault(pointer + "/params", {"“params”须为 JSON 对象", "\"params\" must be a JSON object"});
        }
    } else {
        fault(pointer, {"动作须为名称，或带“type”的对象", "An action must be a name, or an object with a \"type\""});
    }
    if (read.type == "raise") read_raised(read);
    return read;
}

void chart_reader::read_raised(action& read) {
    const auto event_at = read.params.is_object() ? read.params.find("event") : read.params.end();
    const bool is_event = event_at != read.params.end() && event_at->is_object() && event_at->contains("type") &&
                          (*event_at)["type"].is_string();
    if (!is_event) {
        return fault(read.pointer + "/params", {"raise 须写明事件：{\"event\": {\"type\": …}}",
                                                "raise must name its event: {\"event\": {\"type\": …}}"});
    }
    if (holds_expression(*event_at)) return;
    read.raised.emplace();
    read.raised->type = (*event_at)["type"].get<std::string>();
    if (event_at->contains("data")) read.raised->data = json::parse((*event_at)["data"].dump());
}

} // namespace sluice::statechart
