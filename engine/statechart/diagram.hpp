#pragma once

#include "engine/base/text.hpp"
#include "engine/statechart/chart.hpp"
#include "engine/statechart/snapshot.hpp"

#include <map>
#include <optional>
#include <string>

namespace sluice::statechart {

struct diagram_options {
    sluice::language language = sluice::language::zh;

    /// Whose states are highlighted as the present ones; not owned, may be null.
    const snapshot* present = nullptr;

    /// How to call the roles under `by`; a role that is missing here is shown by its id.
    std::map<std::string, text> roles;

    /// How to call actions and events that have no title of their own; likewise.
    std::map<std::string, text> names;

    /// Guards of transitions that have no title; a title already says when a transition is taken.
    bool show_guards = true;

    /// What expressions for delays come to, such as `parameters.notice_term` → "7 working days"; likewise.
    std::map<std::string, std::string> values = {};
};

/// Graphviz DOT for people who read a procedure, not a program: titles in the chosen language, who acts on the arrows,
/// timers (dashed) and money marked, clusters for states with states inside (parallel ones dashed). What happens
/// without leaving a state is listed in that state. Long lines are wrapped. Pure text; the same input gives the same
/// bytes. Everything from the definition is escaped.
std::string to_dot(const chart& of, const diagram_options& options = {});

/// Mermaid's `stateDiagram-v2`, with the same labels. Mermaid has no history states and draws arrows between the
/// insides of different composite states only in newer versions; nothing is left out for that.
std::string to_mermaid(const chart& of, const diagram_options& options = {});

} // namespace sluice::statechart
