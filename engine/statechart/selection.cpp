#include "engine/statechart/selection.hpp"

#include <algorithm>

namespace sluice::statechart {

namespace {

constexpr std::size_t none = static_cast<std::size_t>(-1);

/// What a search upward from a state found: regions share their ancestors, and no guard is asked twice.
struct finding_from {
    std::size_t state;
    std::size_t transition;
};

class selector {
public:
    selector(const chart& of, const snapshot& now, const event& by, host& asks, bool eventless)
        : chart_{of}
        , now_{now}
        , event_{by}
        , host_{asks}
        , eventless_{eventless} {}

    result<void> select(index_list& selected) {
        for (const auto leaf : now_.configuration) {
            const auto& from = chart_.states()[leaf];
            if (!from.children.empty() || (eventless_ && !from.always_at_or_above)) continue;
            auto found = first_enabled_from(leaf);
            if (!found) return found.error();
            const bool is_new = std::find(selected.begin(), selected.end(), *found) == selected.end();
            if (*found != none && is_new) selected.push_back(*found);
        }
        if (selected.size() > 1) remove_conflicting(selected);
        return {};
    }

private:
    result<std::size_t> first_enabled_from(std::size_t leaf) {
        const auto searched_before = searched_.size();
        auto found = none;
        for (std::optional<std::size_t> at = leaf; at && found == none; at = chart_.states()[*at].parent) {
            const auto known = std::find_if(searched_.begin(), searched_.end(),
                                            [&](const finding_from& earlier) { return earlier.state == *at; });
            if (known != searched_.end()) {
                found = known->transition;
                break;
            }
            auto here = first_enabled_of(chart_.states()[*at]);
            if (!here) return here.error();
            found = *here;
            searched_.push_back({*at, none});
        }
        for (auto mine = searched_before; mine < searched_.size(); ++mine)
            searched_[mine].transition = found;
        return found;
    }

    result<std::size_t> first_enabled_of(const state& owner) {
        for (const auto number : eventless_ ? owner.always : owner.on) {
            const auto& asked = chart_.transitions()[number];
            if (!eventless_ && !matches(asked, event_.type)) continue;
            const auto enabled = host_.enabled(asked, event_, now_);
            if (!enabled) return enabled.error();
            if (*enabled) return number;
        }
        return none;
    }

    /// Two transitions conflict when both would leave some state: then their domains lie one in the other. The one
    /// whose source is further inside wins, or else the one found first.
    void remove_conflicting(index_list& selected) const {
        index_list kept;
        for (const auto number : selected) {
            const auto& candidate = chart_.transitions()[number];
            index_list replaced;
            bool preempted = false;
            for (const auto earlier : kept) {
                if (!conflict(candidate, chart_.transitions()[earlier])) continue;
                if (chart_.is_descendant(candidate.source, chart_.transitions()[earlier].source)) {
                    replaced.push_back(earlier);
                } else {
                    preempted = true;
                    break;
                }
            }
            if (preempted) continue;
            const auto is_replaced = [&](std::size_t earlier) {
                return std::find(replaced.begin(), replaced.end(), earlier) != replaced.end();
            };
            kept.erase(std::remove_if(kept.begin(), kept.end(), is_replaced), kept.end());
            kept.push_back(number);
        }
        selected = kept;
    }

    bool conflict(const transition& left, const transition& right) const {
        if (left.targets.empty() || right.targets.empty()) return false;
        const auto left_domain = domain_of(chart_, now_, left);
        const auto right_domain = domain_of(chart_, now_, right);
        return chart_.is_inside_or_same(left_domain, right_domain) ||
               chart_.is_inside_or_same(right_domain, left_domain);
    }

    const chart& chart_;
    const snapshot& now_;
    const event& event_;
    host& host_;
    bool eventless_;
    boost::container::small_vector<finding_from, 24> searched_;
};

std::string_view prefix_of(const transition& asked) {
    return std::string_view{asked.event}.substr(0, asked.event.size() - 2);
}

bool starts_with_prefix(std::string_view name, std::string_view prefix) {
    return name.starts_with(prefix) && (name.size() == prefix.size() || name[prefix.size()] == '.');
}

} // namespace

bool matches(const transition& asked, std::string_view event_type) {
    switch (asked.descriptor) {
    case descriptor_kind::exact:
        return asked.event == event_type;
    case descriptor_kind::prefix:
        return starts_with_prefix(event_type, prefix_of(asked));
    case descriptor_kind::any:
        return true;
    case descriptor_kind::always:
    case descriptor_kind::timer:
        return false;
    }
    return false;
}

bool overlap(const transition& left, const transition& right) {
    if (left.descriptor == descriptor_kind::prefix && right.descriptor == descriptor_kind::prefix) {
        return starts_with_prefix(prefix_of(left), prefix_of(right)) ||
               starts_with_prefix(prefix_of(right), prefix_of(left));
    }
    if (left.descriptor == descriptor_kind::exact) return matches(right, left.event);
    if (right.descriptor == descriptor_kind::exact) return matches(left, right.event);
    const auto is_wild = [](const transition& asked) {
        return asked.descriptor == descriptor_kind::any || asked.descriptor == descriptor_kind::prefix;
    };
    return is_wild(left) && is_wild(right);
}

result<void> select_for_event(const chart& of, const snapshot& now, const event& by, host& asks, index_list& selected) {
    return selector{of, now, by, asks, false}.select(selected);
}

result<void> select_eventless(const chart& of, const snapshot& now, const event& by, host& asks, index_list& selected) {
    return selector{of, now, by, asks, true}.select(selected);
}

std::size_t domain_of(const chart& of, const snapshot& now, const transition& taken) {
    if (!taken.targets_history) return *taken.domain;
    index_list effective;
    for (const auto target : taken.targets) {
        const auto& reached = of.states()[target];
        if (reached.kind != state_kind::history) {
            effective.push_back(target);
            continue;
        }
        const auto remembered = now.history.find(target);
        const auto& instead = remembered == now.history.end() ? reached.initial : remembered->second;
        effective.insert(effective.end(), instead.begin(), instead.end());
    }
    return of.transition_domain(taken, {effective.data(), effective.size()});
}

} // namespace sluice::statechart
