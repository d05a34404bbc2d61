#include "engine/review/min_cost_flow.hpp"
#include "tests/review/random.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <vector>

using sluice::review::min_cost_flow;

namespace {

struct small_arc {
    min_cost_flow::node from, to;
    int capacity, cost;
};

struct best {
    std::int64_t flow = 0, cost = 0;
};

/// Tries every amount on every arc and keeps, among those that lose nothing on the way, the largest and then the
/// cheapest.
best by_trying(const std::vector<small_arc>& arcs, std::size_t nodes) {
    best found;
    std::vector<int> amounts(arcs.size(), 0);
    for (;;) {
        std::vector<std::int64_t> balance(nodes, 0);
        std::int64_t cost = 0;
        for (std::size_t at = 0; at < arcs.size(); ++at) {
            balance[arcs[at].from] -= amounts[at];
            balance[arcs[at].to] += amounts[at];
            cost += std::int64_t{amounts[at]} * arcs[at].cost;
        }
        bool kept = true;
        for (std::size_t node = 2; node < nodes; ++node)
            kept = kept && balance[node] == 0;
        if (kept && (balance[1] > found.flow || (balance[1] == found.flow && cost < found.cost)))
            found = {balance[1], cost};
        std::size_t at = 0;
        while (at < arcs.size() && amounts[at] == arcs[at].capacity)
            amounts[at++] = 0;
        if (at == arcs.size()) return found;
        ++amounts[at];
    }
}

} // namespace

TEST_CASE("the cheapest of the largest flows is found") {
    min_cost_flow network{4}; // two ways, the cheap one narrow
    network.add_arc(0, 2, 2, 1);
    network.add_arc(0, 3, 5, 3);
    const auto narrow = network.add_arc(2, 1, 1, 0);
    const auto wide = network.add_arc(3, 1, 4, 0);
    network.add_arc(2, 3, 9, 1);
    const auto solved = network.solve(0, 1);
    CHECK(solved.flow == 5);
    CHECK(solved.cost == 1 + (1 + 1) + 3 * 3);
    CHECK(network.flow_on(narrow) == 1);
    CHECK(network.flow_on(wide) == 4);
}

TEST_CASE("what cannot be reached gets nothing") {
    min_cost_flow network{3};
    network.add_arc(0, 2, 5, 1);
    const auto solved = network.solve(0, 1);
    CHECK(solved.flow == 0);
    CHECK(solved.cost == 0);
}

TEST_CASE("small random networks agree with trying every flow") {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        CAPTURE(seed);
        sample::dice dice{seed};
        const auto nodes = static_cast<std::size_t>(3 + dice.roll(3));
        std::vector<small_arc> arcs;
        for (int count = 4 + dice.roll(4); count > 0; --count) {
            const auto from = static_cast<min_cost_flow::node>(dice.roll(static_cast<int>(nodes) - 1));
            const auto to = static_cast<min_cost_flow::node>(dice.roll(static_cast<int>(nodes) - 1));
            // Nothing enters the source or leaves the sink, so that the balance of the sink is the flow.
            if (from != to && to != 0 && from != 1) arcs.push_back({from, to, dice.roll(2), dice.roll(6)});
        }
        min_cost_flow network{nodes};
        for (const auto& each : arcs)
            network.add_arc(each.from, each.to, each.capacity, each.cost);
        const auto solved = network.solve(0, 1);
        const auto expected = by_trying(arcs, nodes);
        CHECK(solved.flow == expected.flow);
        CHECK(solved.cost == expected.cost);
    }
}
