#pragma once

#include "engine/base/result.hpp"
#include "engine/statechart/definition.hpp"
#include "engine/statechart/read_options.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice::statechart {

/// A statechart as read: states in document order, transitions, timers, and what the interpreter needs precomputed.
/// Immutable; may be shared between threads. Indices are those of `states()`, `transitions()` and `timers()`.
class chart {
public:
    /// Reads a definition in XState's vocabulary (workflows/README.md). Key order has meaning. Refuses with
    /// `definition_invalid`: the first fault is the explanation and place, and `requirements` lists all of them, each
    /// with its JSON pointer (behind `pointer_prefix`) and a sentence.
    static result<chart> read(const ordered_json& machine, std::string pointer_prefix = "",
                              const read_options& options = {});

    const std::vector<state>& states() const { return states_; }
    const std::vector<transition>& transitions() const { return transitions_; }
    const std::vector<timer>& timers() const { return timers_; }
    std::size_t action_count() const { return action_count_; }

    /// By "#id", plain id or dotted path. A "#name" that is no id may also be a dotted path, or the key of a state that
    /// occurs only once in the chart.
    std::optional<std::size_t> find(std::string_view name) const;

    /// A target as written in a state: "#id"; ".child"; or a (dotted) name, looked for among the siblings of the
    /// state and then outward.
    std::optional<std::size_t> find(std::string_view name, std::size_t from) const;

    std::optional<std::size_t> find_timer(std::string_view id) const;

    /// Whether `inner` lies properly inside `outer`.
    bool is_descendant(std::size_t inner, std::size_t outer) const {
        return inner > outer && inner < states_[outer].subtree_end;
    }
    bool is_inside_or_same(std::size_t inner, std::size_t outer) const {
        return inner >= outer && inner < states_[outer].subtree_end;
    }

    /// The innermost state that properly contains all of them, whatever its kind; the root contains everything.
    std::size_t common_ancestor(std::size_t source, std::span<const std::size_t> targets) const;

    /// SCXML's getTransitionDomain: the source itself for a transition inside it, or else the innermost *compound*
    /// ancestor of source and targets, or the root.
    std::size_t transition_domain(const transition& of, std::span<const std::size_t> effective_targets) const;

private:
    std::optional<std::size_t> find_anywhere(std::string_view name) const;

    friend class chart_reader;
    chart() = default;

    std::vector<state> states_;
    std::vector<transition> transitions_;
    std::vector<timer> timers_;
    std::size_t action_count_ = 0;
    std::unordered_map<std::string, std::size_t> by_id_;
    std::unordered_map<std::string, std::size_t> by_path_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_key_;
    std::unordered_map<std::string, std::size_t> timers_by_id_;
};

} // namespace sluice::statechart
