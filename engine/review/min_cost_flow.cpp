#include "engine/review/min_cost_flow.hpp"

#include <algorithm>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace sluice::review {
namespace {

constexpr auto unreached = std::numeric_limits<std::int64_t>::max();

} // namespace

std::size_t min_cost_flow::add_arc(node from, node to, std::int32_t capacity, std::int32_t cost) {
    wanted_.push_back({from, to, capacity, cost});
    return wanted_.size() - 1;
}

min_cost_flow::solution min_cost_flow::solve(node source, node sink) {
    lay_out();
    solution found;
    while (raise_potentials(source, sink))
        while (find_levels(source, sink))
            found.flow += fill_paths(source, sink);
    for (std::size_t arc = 0; arc < wanted_.size(); ++arc)
        found.cost += std::int64_t{flow_on(arc)} * wanted_[arc].cost;
    return found;
}

std::int32_t min_cost_flow::flow_on(std::size_t arc) const {
    return wanted_[arc].capacity - halves_[forward_[arc]].residual;
}

/// Both directions of every arc, in order of the node they leave, so that a node's are read in one go.
void min_cost_flow::lay_out() {
    first_.assign(node_count_ + 1, 0);
    for (const auto& each : wanted_) {
        ++first_[each.from + 1];
        ++first_[each.to + 1];
    }
    for (std::size_t at = 0; at < node_count_; ++at)
        first_[at + 1] += first_[at];
    auto free = first_;
    halves_.resize(wanted_.size() * 2);
    forward_.resize(wanted_.size());
    for (std::size_t arc = 0; arc < wanted_.size(); ++arc) {
        const auto& each = wanted_[arc];
        const auto there = free[each.from]++, back = free[each.to]++;
        halves_[there] = {each.to, back, each.capacity, each.cost};
        halves_[back] = {each.from, there, 0, -each.cost};
        forward_[arc] = there;
    }
    potential_.assign(node_count_, 0);
}

bool min_cost_flow::is_tight(node from, const half& each) const {
    return each.residual > 0 && each.cost + potential_[from] - potential_[each.to] == 0;
}

/// Dijkstra from the source over reduced costs, as far as the sink. False when the sink is out of reach.
bool min_cost_flow::raise_potentials(node source, node sink) {
    using reached = std::pair<std::int64_t, node>;
    distance_.assign(node_count_, unreached);
    std::priority_queue<reached, std::vector<reached>, std::greater<>> waiting;
    distance_[source] = 0;
    waiting.emplace(0, source);
    while (!waiting.empty()) {
        const auto [far, at] = waiting.top();
        waiting.pop();
        if (far > distance_[at]) continue;
        if (at == sink) break;
        for (auto index = first_[at]; index < first_[at + 1]; ++index) {
            const auto& each = halves_[index];
            if (each.residual <= 0) continue;
            const auto reach = far + each.cost + potential_[at] - potential_[each.to];
            if (reach >= distance_[each.to]) continue;
            distance_[each.to] = reach;
            waiting.emplace(reach, each.to);
        }
    }
    const auto length = distance_[sink];
    if (length == unreached) return false;
    for (std::size_t at = 0; at < node_count_; ++at)
        potential_[at] += std::min(distance_[at], length);
    return true;
}

/// Breadth first over the arcs that lie on cheapest paths. False when they do not lead to the sink any more.
bool min_cost_flow::find_levels(node source, node sink) {
    level_.assign(node_count_, -1);
    std::vector<node> queue{source};
    queue.reserve(node_count_);
    level_[source] = 0;
    for (std::size_t head = 0; head < queue.size() && level_[sink] < 0; ++head) {
        const auto at = queue[head];
        for (auto index = first_[at]; index < first_[at + 1]; ++index) {
            const auto& each = halves_[index];
            if (level_[each.to] >= 0 || !is_tight(at, each)) continue;
            level_[each.to] = level_[at] + 1;
            queue.push_back(each.to);
        }
    }
    return level_[sink] >= 0;
}

/// A blocking flow: depth first along rising levels, each half tried once.
std::int64_t min_cost_flow::fill_paths(node source, node sink) {
    next_.assign(first_.begin(), first_.end() - 1);
    std::vector<std::uint32_t> path;
    std::int64_t sent = 0;
    node at = source;
    for (;;) {
        if (at == sink) {
            std::int32_t least = std::numeric_limits<std::int32_t>::max();
            for (const auto index : path)
                least = std::min(least, halves_[index].residual);
            for (const auto index : path) {
                halves_[index].residual -= least;
                halves_[halves_[index].partner].residual += least;
            }
            sent += least;
            path.clear();
            at = source;
            continue;
        }
        auto& index = next_[at];
        while (index < first_[at + 1] && !(level_[halves_[index].to] == level_[at] + 1 && is_tight(at, halves_[index])))
            ++index;
        if (index < first_[at + 1]) {
            path.push_back(index);
            at = halves_[index].to;
        } else if (path.empty()) {
            return sent;
        } else {
            at = halves_[halves_[path.back()].partner].to;
            path.pop_back();
            ++next_[at];
        }
    }
}

} // namespace sluice::review
