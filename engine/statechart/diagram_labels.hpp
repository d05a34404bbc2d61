#pragma once

#include "engine/statechart/diagram.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::statechart {

/// What both kinds of diagram say, as lines of plain text that the caller escapes.
struct diagram_label {
    std::vector<std::string> lines;
    bool timer = false;
    bool money = false;
};

/// The title of a state, its timers without titles of their own left to the arrows, and its money actions.
diagram_label label_of(const state& shown, const diagram_options& options);

/// Event or delay, who may do it, the guard where there is no title, and money actions.
diagram_label label_of(const chart& of, const transition& shown, const diagram_options& options);

/// Whether the action moves money: reserve, commit, release, payment_due, receive, write_off.
bool moves_money(const action& asked);

} // namespace sluice::statechart
