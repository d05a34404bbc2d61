#pragma once

#include "engine/base/result.hpp"
#include "engine/statechart/chart.hpp"

#include <map>
#include <vector>

namespace sluice::statechart {

/// Where a running chart is. A value: the interpreter returns new ones and changes none.
struct snapshot {
    /// Every active state, the root and all ancestors included, in document order.
    std::vector<std::size_t> configuration;

    /// What each history state remembers, by its index.
    std::map<std::size_t, std::vector<std::size_t>> history;

    /// Whether a final state of the root was reached: no event changes anything any more.
    bool done = false;

    bool is_active(std::size_t state) const;
    friend bool operator==(const snapshot&, const snapshot&) = default;
};

/// The active states that have none inside, in document order: what one says when asked where an application is.
std::vector<std::size_t> active_leaves(const chart& of, const snapshot& now);

/// `{"states": ["formal_check"], "history": {"h": ["b1"]}, "done": false}` with the stable ids of the innermost active
/// states. `history` is left out while nothing is remembered.
json to_json(const chart& of, const snapshot& now);

/// Reads what `to_json` wrote, for the same chart or a version with the same ids. Refuses with `invalid_value` and a
/// pointer: unknown or inner states, and sets of states that cannot be active together.
result<snapshot> from_json(const chart& of, const json& written);

} // namespace sluice::statechart
