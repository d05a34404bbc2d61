#pragma once

#include "engine/statechart/definition.hpp"
#include "tests/conformance/xstate/random_source.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::conformance {

/// The states of a chart that is being made up, before it is written as JSON. Numbers are in document order.
struct drafted_state {
    std::string id;
    statechart::state_kind kind = statechart::state_kind::atomic;
    std::optional<std::size_t> parent;
    std::vector<std::size_t> children; ///< history states included
    std::size_t end = 0;               ///< one past the last descendant
    std::size_t regions_around = 0;    ///< how many parallel states lie around it
    bool deep = false;                 ///< of a history state
};

class random_tree {
public:
    /// A chart of about `states_max` states, four levels deep at the most, with history states or without.
    random_tree(random_source& chance, std::size_t states_max, bool histories);

    const std::vector<drafted_state>& states() const { return states_; }
    const drafted_state& operator[](std::size_t index) const { return states_[index]; }

    bool inside(std::size_t inner, std::size_t outer) const { return inner > outer && inner < states_[outer].end; }
    bool inside_or_same(std::size_t inner, std::size_t outer) const { return inner == outer || inside(inner, outer); }
    bool has_parallel_inside_or_is(std::size_t index) const;

    /// The innermost state properly around both.
    std::size_t around(std::size_t left, std::size_t right) const;

    /// The child of `outer` that holds `inner`.
    std::size_t child_towards(std::size_t outer, std::size_t inner) const;

private:
    std::size_t add(statechart::state_kind kind, std::optional<std::size_t> parent);
    void grow(std::size_t index, std::size_t depth);
    statechart::state_kind random_kind(std::size_t depth);

    random_source& chance_;
    std::size_t states_max_;
    bool histories_;
    std::vector<drafted_state> states_;
};

} // namespace sluice::conformance
