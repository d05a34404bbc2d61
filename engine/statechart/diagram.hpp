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

/// Graphviz DOT for people who read a procedure, not a program. Each state is a card: its title in the chosen language,
/// and a row for each thing that can happen there, with who may do it (or when it happens by itself), what it does to
/// money, and where it leads, marked ↩ where that is back. States with states inside are groups of cards, parallel ones
/// dashed. Arrows, one between two states, are drawn only where the procedure goes on, so that they do not cross; ends
/// that many states lead to stand at the bottom. Present states are filled. Pure text; the same input gives the same
/// bytes. Everything from the definition is escaped, and long lines are wrapped.
std::string to_dot(const chart& of, const diagram_options& options = {});

/// Mermaid's `stateDiagram-v2`, with the same labels. Mermaid has no history states and draws arrows between the
/// insides of different composite states only in newer versions; nothing is left out for that.
std::string to_mermaid(const chart& of, const diagram_options& options = {});

} // namespace sluice::statechart
