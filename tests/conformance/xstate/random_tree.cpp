#include "tests/conformance/xstate/random_tree.hpp"

#include <algorithm>

namespace sluice::conformance {

using statechart::state_kind;

namespace {

constexpr std::size_t depth_max = 4;

} // namespace

random_tree::random_tree(random_source& chance, std::size_t states_max, bool histories)
    : chance_{chance}
    , states_max_{states_max}
    , histories_{histories} {
    const bool is_parallel = chance_.chance(6);
    grow(add(is_parallel ? state_kind::parallel : state_kind::compound, std::nullopt), 0);
}

std::size_t random_tree::add(state_kind kind, std::optional<std::size_t> parent) {
    const auto index = states_.size();
    auto& added = states_.emplace_back();
    added.id = parent ? "s" + std::to_string(index) : "machine";
    added.kind = kind;
    added.parent = parent;
    added.end = index + 1;
    if (!parent) return index;
    auto& outer = states_[*parent];
    outer.children.push_back(index);
    states_[index].regions_around = outer.regions_around + (outer.kind == state_kind::parallel ? 1 : 0);
    return index;
}

/// Recursion is bounded by `depth_max`.
void random_tree::grow(std::size_t index, std::size_t depth) {
    const bool is_parallel = states_[index].kind == state_kind::parallel;
    const auto wanted = chance_.between(2, is_parallel ? 3 : 4);
    for (std::size_t count = 0; count < wanted; ++count) {
        const auto kind = random_kind(depth + 1);
        const auto child = add(kind, index);
        if (kind == state_kind::compound || kind == state_kind::parallel) grow(child, depth + 1);
    }
    if (!is_parallel && chance_.chance(45)) add(state_kind::final, index);
    if (histories_ && index != 0 && chance_.chance(45))
        states_[add(state_kind::history, index)].deep = chance_.chance(50);
    states_[index].end = states_.size();
}

state_kind random_tree::random_kind(std::size_t depth) {
    if (depth >= depth_max || states_.size() >= states_max_) return state_kind::atomic;
    const auto roll = chance_.below(100);
    if (roll < 34) return state_kind::compound;
    return roll < 50 ? state_kind::parallel : state_kind::atomic;
}

bool random_tree::has_parallel_inside_or_is(std::size_t index) const {
    const auto from = states_.begin() + static_cast<std::ptrdiff_t>(index);
    const auto end = states_.begin() + static_cast<std::ptrdiff_t>(states_[index].end);
    return std::any_of(from, end, [](const drafted_state& each) { return each.kind == state_kind::parallel; });
}

std::size_t random_tree::around(std::size_t left, std::size_t right) const {
    auto candidate = states_[left].parent;
    while (candidate && !inside(right, *candidate))
        candidate = states_[*candidate].parent;
    return candidate.value_or(0);
}

std::size_t random_tree::child_towards(std::size_t outer, std::size_t inner) const {
    auto at = inner;
    while (states_[at].parent != outer)
        at = *states_[at].parent;
    return at;
}

} // namespace sluice::conformance
