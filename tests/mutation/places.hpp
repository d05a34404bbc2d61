#pragma once

#include "engine/base/json.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sluice::mutation {

struct state_place {
    std::string pointer, id;
    const ordered_json* value = nullptr;
    std::vector<std::string> siblings; ///< ids of the states beside it
};

/// Where a transition is written: on an event, by a timer, without an event, or when a state is done.
struct transition_place {
    std::string pointer;
    std::string kind;  ///< on, after, always, onDone
    std::string event; ///< of `on`
    const ordered_json* value = nullptr;
    bool alone = false; ///< the only one of its array, or not in an array: removing it removes the key
    std::string list;   ///< the pointer of the array or, alone, of itself
};

struct action_place {
    std::string pointer, type;
    const ordered_json* value = nullptr;
};

struct expression_place {
    std::string pointer, text;
};

/// What a workflow.json holds, in the order in which it is written.
struct places {
    std::vector<state_place> states;
    std::vector<transition_place> transitions;
    std::vector<action_place> actions;
    std::vector<expression_place> expressions;
    std::vector<std::string> separations; ///< pointers of `separate_from`
};

places find_places(const ordered_json& workflow);

/// Calls back for every value below `root`, root included, parents first.
void walk(const ordered_json& root, const std::string& pointer,
          const std::function<void(const std::string& pointer, const ordered_json&)>& see);

/// A number that differs from text to text and is the same on every machine (FNV-1a).
std::size_t spread(const std::string& text);

/// The last step of a pointer.
std::string last_step(const std::string& pointer);

} // namespace sluice::mutation
