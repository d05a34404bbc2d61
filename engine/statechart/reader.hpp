#pragma once

#include "engine/statechart/chart.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::statechart {

/// Reads one chart, in passes: the tree of states, then what refers to states, then what is computed from both. It goes
/// on after a fault, so that the author of a definition sees all of them at once. Used by `chart::read` alone.
class chart_reader {
public:
    chart_reader(std::string pointer_prefix, const read_options& options);

    result<chart> read(const ordered_json& machine);

private:
    /// One `initial`, transition or history field that names targets.
    struct target_place {
        std::size_t from;
        std::string pointer;
    };

    // reader_fields.cpp
    void fault(std::string pointer, text sentence);
    void check_keys(const ordered_json& object, const std::string& pointer,
                    std::initializer_list<std::string_view> known,
                    std::initializer_list<const std::set<std::string, std::less<>>*> extensions);
    std::string read_string(const ordered_json& object, const char* key, const std::string& pointer);
    bool read_flag(const ordered_json& object, const char* key, const std::string& pointer);

    // reader_states.cpp
    void read_tree(const ordered_json& machine);
    void read_state(const ordered_json& definition, std::optional<std::size_t> parent, const std::string& key,
                    std::string pointer);
    void read_identity(state& read, const ordered_json& definition);
    void read_kind(state& read, const ordered_json& definition);
    void read_children(std::size_t index, const ordered_json& definition);
    void check_state_keys(const state& read, const ordered_json& definition);
    void read_tags(state& read, const ordered_json& definition);

    // reader_actions.cpp
    std::vector<action> read_actions(const ordered_json& object, const char* key, const std::string& pointer);
    action read_action(const ordered_json& definition, const std::string& pointer);
    void read_raised(action& read);

    // reader_targets.cpp
    std::vector<std::size_t> read_targets(const ordered_json& value, const target_place& place);
    void check_together(const std::vector<std::size_t>& targets, const std::string& pointer);
    void read_initial(std::size_t index);
    void read_history(std::size_t index);

    // reader_transitions.cpp
    void read_transitions(std::size_t index);
    void read_on(std::size_t index);
    void read_after(std::size_t index);
    void read_list(std::size_t index, const char* key, std::string event);
    void read_alternatives(std::size_t index, const ordered_json& value, const std::string& event, std::string pointer);
    std::optional<std::size_t> read_transition(std::size_t index, const ordered_json& value, std::string event,
                                               std::string pointer, bool is_timer);
    void index_transitions(std::size_t index);

    const read_options& options_;
    std::string pointer_prefix_;
    chart read_;
    std::vector<unmet_requirement> faults_;
    bool too_large_ = false;
};

} // namespace sluice::statechart
