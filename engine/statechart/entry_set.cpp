#include "engine/statechart/entry_set.hpp"

#include <algorithm>

namespace sluice::statechart {

entry_set::entry_set(const chart& of, const snapshot& now)
    : chart_{of}
    , now_{now}
    , marks_(of.states().size(), 0) {}

void entry_set::add_root() {
    add_descendants(0);
}

void entry_set::add(const transition& taken) {
    if (taken.targets.empty()) return;
    const auto domain = domain_of(chart_, now_, taken);
    for (const auto target : taken.targets)
        add_descendants(target);
    for (const auto target : taken.targets)
        add_ancestors(target, domain);
    // SCXML's root is never parallel; ours may be, and then all of its regions were left.
    if (chart_.states()[domain].kind == state_kind::parallel) add_missing_regions(chart_.states()[domain]);
}

/// Recursion is bounded by `depth_max`: initial targets lie inside, and no default of a history is a history.
void entry_set::add_descendants(std::size_t index) {
    const auto& reached = chart_.states()[index];
    if (reached.kind == state_kind::history) return add_history(reached);
    marks_[index] |= entered;
    if (reached.kind == state_kind::compound) {
        marks_[index] |= entered_by_default;
        for (const auto target : reached.initial)
            add_descendants(target);
        for (const auto target : reached.initial)
            add_ancestors(target, index);
    } else if (reached.kind == state_kind::parallel) {
        add_missing_regions(reached);
    }
}

void entry_set::add_history(const state& reached) {
    const auto remembered = now_.history.find(reached.index);
    const bool is_default = remembered == now_.history.end();
    if (is_default) defaulted_histories_.push_back(reached.index);
    const auto& targets = is_default ? reached.initial : remembered->second;
    for (const auto target : targets)
        add_descendants(target);
    for (const auto target : targets)
        add_ancestors(target, *reached.parent);
}

void entry_set::add_ancestors(std::size_t index, std::size_t up_to) {
    for (auto at = chart_.states()[index].parent; at && *at != up_to; at = chart_.states()[*at].parent) {
        if (!chart_.is_descendant(*at, up_to)) return;
        marks_[*at] |= entered;
        if (chart_.states()[*at].kind == state_kind::parallel) add_missing_regions(chart_.states()[*at]);
    }
}

void entry_set::add_missing_regions(const state& parallel) {
    for (const auto region : parallel.children) {
        if (!any_inside(region)) add_descendants(region);
    }
}

bool entry_set::any_inside(std::size_t state) const {
    const auto end = marks_.begin() + static_cast<std::ptrdiff_t>(chart_.states()[state].subtree_end);
    return std::any_of(marks_.begin() + static_cast<std::ptrdiff_t>(state), end,
                       [](unsigned char marked) { return marked != 0; });
}

} // namespace sluice::statechart
