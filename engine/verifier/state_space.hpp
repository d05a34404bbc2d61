#pragma once

#include "engine/verifier/abstract_run.hpp"
#include "engine/verifier/finding.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::verifier {

using node_number = std::uint32_t;
using edge_number = std::uint32_t;

/// One way from one abstract state to another.
struct edge {
    node_number from = 0, to = 0;
    std::uint32_t stimulus = 0; ///< what brings it about; see `state_space::stimuli`
    role_set roles = 0; ///< who can: any of them; for the step `pay`, all three of preparing, approving, recording
    std::uint16_t effects = 0;
    std::vector<std::uint32_t> taken;   ///< transitions, in order
    std::vector<std::uint32_t> entered; ///< states, in order
};

/// All abstract states that a programme can reach, and all ways between them. Immutable once explored.
class state_space {
public:
    /// Explores breadth first, so that the path to a state is a shortest one; stops at `states_max`.
    static state_space explore(const outline&, const expression_book&, std::size_t states_max);

    const std::vector<abstract_state>& states() const { return states_; }
    const std::vector<edge>& edges() const { return edges_; }
    const std::vector<std::vector<edge_number>>& leaving() const { return leaving_; } ///< by node
    const std::vector<stimulus>& stimuli() const { return stimuli_; }
    const stimulus& cause_of(const edge& of) const { return stimuli_[of.stimulus]; }
    bool complete() const { return complete_; }

    /// What the beginning takes and enters, over all its outcomes; its nodes are the first ones.
    const std::vector<std::uint32_t>& begun_taken() const { return begun_taken_; }
    const std::vector<std::vector<std::uint32_t>>& begun_entered() const { return begun_entered_; }
    std::size_t beginnings() const { return begun_entered_.size(); }

    /// Requirements that were found to fail somewhere.
    bool may_fail(expression_pointer requirement) const { return may_fail_.contains(requirement); }

    /// An action in doubt, and the node and stimulus at which it was first seen so.
    struct seen_doubt {
        doubt what;
        node_number at = 0;
        std::uint32_t stimulus = 0;
    };
    const std::vector<seen_doubt>& doubts() const { return doubts_; }

    /// The edges of a shortest path from the beginning.
    std::vector<edge_number> path_to(node_number) const;

private:
    state_space(const outline& of, const expression_book& book, std::size_t states_max)
        : outline_{of}
        , book_{book}
        , states_max_{states_max} {}

    void visit(node_number);
    std::vector<stimulus> stimuli_at(const abstract_state&) const;
    void add_persons(const abstract_state&, std::vector<stimulus>& to) const;
    void add_payments(const abstract_state&, std::vector<stimulus>& to) const;
    void follow(node_number from, const abstract_state& state, const stimulus& wanted);
    void add_edge(node_number from, std::uint32_t cause, role_set roles, abstract_run& ran);
    void begun(node_number at, const abstract_run& ran);
    std::optional<node_number> intern(abstract_state);
    std::uint32_t intern(const stimulus&);

    const outline& outline_;
    const expression_book& book_;
    std::size_t states_max_;
    std::vector<abstract_state> states_;
    std::vector<edge> edges_;
    std::vector<std::vector<edge_number>> leaving_;
    std::vector<edge_number> arrived_by_; ///< by node; the first edge that reached it
    std::vector<stimulus> stimuli_;
    std::map<std::string, std::uint32_t> stimulus_numbers_;
    std::unordered_map<std::string, node_number> numbers_;
    std::vector<seen_doubt> doubts_;
    std::map<std::pair<int, std::string>, bool> doubts_seen_;
    std::vector<std::uint32_t> begun_taken_;
    std::vector<std::vector<std::uint32_t>> begun_entered_; ///< by node
    std::set<expression_pointer> may_fail_;
    std::size_t runs_ = 0;
    bool complete_ = true;
};

} // namespace sluice::verifier
