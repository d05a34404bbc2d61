#include "tests/mutation/places.hpp"

#include <cstdint>
#include <set>

namespace sluice::mutation {
namespace {

void add_transitions(places& found, const ordered_json& value, const std::string& pointer, const std::string& kind,
                     const std::string& event) {
    if (!value.is_array()) {
        if (value.is_object()) found.transitions.push_back({pointer, kind, event, &value, true, pointer});
        return;
    }
    for (std::size_t i = 0; i < value.size(); ++i)
        found.transitions.push_back(
            {pointer + "/" + std::to_string(i), kind, event, &value[i], value.size() == 1, pointer});
}

void add_state(places& found, const ordered_json& state, const std::string& pointer,
               const std::vector<std::string>& siblings) {
    found.states.push_back({pointer, last_step(pointer), &state, siblings});
    if (const auto on = state.find("on"); on != state.end())
        for (auto each = on->begin(); each != on->end(); ++each)
            add_transitions(found, each.value(), pointer + "/on/" + pointer_step(each.key()), "on", each.key());
    for (const char* kind : {"after", "always", "onDone"})
        if (const auto list = state.find(kind); list != state.end())
            add_transitions(found, *list, pointer + "/" + kind, kind, "");
    const auto inside = state.find("states");
    if (inside == state.end()) return;
    std::vector<std::string> names;
    for (auto each = inside->begin(); each != inside->end(); ++each)
        names.push_back(each.key());
    for (auto each = inside->begin(); each != inside->end(); ++each)
        add_state(found, each.value(), pointer + "/states/" + pointer_step(each.key()), names);
}

bool holds_actions(const std::string& key) {
    return key == "actions" || key == "entry" || key == "exit";
}

bool holds_expression(const std::string& key) {
    static const std::set<std::string> keys{"that", "guard", "cel", "required_when", "claim"};
    return keys.contains(key);
}

} // namespace

std::size_t spread(const std::string& text) {
    std::uint64_t sum = 14695981039346656037ULL;
    for (const char letter : text)
        sum = (sum ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
    return static_cast<std::size_t>(sum);
}

std::string last_step(const std::string& pointer) {
    return pointer.empty() ? "" : ordered_json::json_pointer{pointer}.back();
}

void walk(const ordered_json& root, const std::string& pointer,
          const std::function<void(const std::string& pointer, const ordered_json&)>& see) {
    see(pointer, root);
    if (root.is_object())
        for (auto each = root.begin(); each != root.end(); ++each)
            walk(each.value(), pointer + "/" + pointer_step(each.key()), see);
    if (root.is_array())
        for (std::size_t i = 0; i < root.size(); ++i)
            walk(root[i], pointer + "/" + std::to_string(i), see);
}

places find_places(const ordered_json& workflow) {
    places found;
    add_state(found, workflow.at("workflow"), "/workflow", {});
    walk(workflow, "", [&](const std::string& pointer, const ordered_json& value) {
        if (pointer.empty()) return;
        const auto key = last_step(pointer);
        if (holds_expression(key) && value.is_string())
            found.expressions.push_back({pointer, value.get<std::string>()});
        if (key == "separate_from") found.separations.push_back(pointer);
        if (!holds_actions(key) || !value.is_array()) return;
        for (std::size_t i = 0; i < value.size(); ++i)
            found.actions.push_back({pointer + "/" + std::to_string(i), value[i].value("type", ""), &value[i]});
    });
    return found;
}

} // namespace sluice::mutation
