#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace sluice::review {

/// Sends as much as possible from a source to a sink, and of all ways to do so takes a cheapest.
///
/// The primal-dual form of successive shortest paths (Ford and Fulkerson 1962; potentials after Edmonds and Karp 1972):
/// Dijkstra on reduced costs finds by how much the cheapest path has become dearer and raises the potentials; then
/// blocking flows (Dinic 1970) fill all paths of that length at once. It runs as many rounds as there are different
/// path lengths, which small whole costs keep few. Deterministic: the order of nodes and arcs decides among equals.
///
/// Costs are not negative; the cost of all flow stays within 64 bits, since capacities and costs are 32-bit.
class min_cost_flow {
public:
    using node = std::uint32_t;
    struct solution {
        std::int64_t flow = 0;
        std::int64_t cost = 0;
    };

    explicit min_cost_flow(std::size_t nodes)
        : node_count_{nodes} {}

    /// Gives the arc's index. `capacity` and `cost` are at least 0; both nodes exist.
    std::size_t add_arc(node from, node to, std::int32_t capacity, std::int32_t cost);

    /// Once, after all arcs have been added.
    solution solve(node source, node sink);

    std::int32_t flow_on(std::size_t arc) const;

private:
    struct wanted_arc {
        node from, to;
        std::int32_t capacity, cost;
    };
    /// One direction of an arc, next to the others that leave the same node.
    struct half {
        node to;
        std::uint32_t partner; ///< the other direction
        std::int32_t residual, cost;
    };

    void lay_out();
    bool raise_potentials(node source, node sink);
    bool find_levels(node source, node sink);
    std::int64_t fill_paths(node source, node sink);
    bool is_tight(node from, const half& each) const;

    std::size_t node_count_;
    std::vector<wanted_arc> wanted_;
    std::vector<half> halves_;
    std::vector<std::uint32_t> first_;   ///< of each node, the first of its halves; one more at the end
    std::vector<std::uint32_t> forward_; ///< of each arc, the half that goes its way
    std::vector<std::int64_t> potential_, distance_;
    std::vector<std::int32_t> level_;
    std::vector<std::uint32_t> next_; ///< of each node, the half to try next
};

} // namespace sluice::review
