#include "engine/statechart/interpreter.hpp"

#include "engine/statechart/entry_set.hpp"
#include "engine/statechart/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace sluice::statechart {

namespace {

refusal endless(const chart& of) {
    return refuse(reason::cost_exceeded,
                  {fmt::format("一个事件引起的自动步骤超过 {} 步，未能停下", microsteps_max),
                   fmt::format("One event led to more than {} automatic steps without coming to rest", microsteps_max)},
                  of.states().front().pointer);
}

/// One macrostep in progress.
class macrostep final : public raiser {
public:
    macrostep(const chart& of, snapshot now, const event& by, host& runs)
        : chart_{of}
        , now_{std::move(now)}
        , event_{&by}
        , host_{runs} {}

    void raise(event raised) override { queue_.push_back(std::move(raised)); }

    result<void> enter_root() {
        entry_set entering{chart_, now_};
        entering.add_root();
        return enter(entering, 0);
    }

    result<void> take_event() {
        index_list selected;
        if (auto chosen = select_for_event(chart_, now_, *event_, host_, selected); !chosen) return chosen;
        accepted_ = !selected.empty();
        return selected.empty() ? result<void>{} : take(selected);
    }

    result<void> take_timer(const transition& due) {
        const auto enabled = host_.enabled(due, *event_, now_);
        if (!enabled) return enabled.error();
        accepted_ = *enabled;
        if (!accepted_) return {};
        return take(index_list(1, due.index));
    }

    /// Eventless transitions first, then the next internal event, until neither is left.
    result<void> come_to_rest() {
        for (std::size_t round = 0; round < microsteps_max && queue_.size() <= raised_events_max; ++round) {
            if (now_.done) return {};
            index_list selected;
            if (auto chosen = select_eventless(chart_, now_, *event_, host_, selected); !chosen) return chosen;
            if (selected.empty()) {
                if (queue_next_ == queue_.size()) return {};
                internal_ = std::move(queue_[queue_next_++]);
                event_ = &internal_;
                if (auto chosen = select_for_event(chart_, now_, *event_, host_, selected); !chosen) return chosen;
            }
            if (selected.empty()) continue;
            if (auto taken = take(selected); !taken) return taken;
        }
        return endless(chart_);
    }

    step finish() && { return {std::move(now_), std::move(taken_), accepted_}; }

private:
    /// SCXML's microstep: leave, act, enter.
    result<void> take(const index_list& selected) {
        if (auto left = leave(selected); !left) return left;
        for (const auto number : selected) {
            taken_.push_back(number);
            if (auto done = perform(chart_.transitions()[number].actions); !done) return done;
        }
        entry_set entering{chart_, now_};
        bool enters = false;
        for (const auto number : selected) {
            const auto& taken = chart_.transitions()[number];
            entering.add(taken);
            enters = enters || !taken.targets.empty();
        }
        return enters ? enter(entering, 1) : result<void>{};
    }

    result<void> leave(const index_list& selected) {
        index_list leaving;
        for (const auto number : selected) {
            const auto& taken = chart_.transitions()[number];
            if (taken.targets.empty()) continue;
            const auto domain = domain_of(chart_, now_, taken);
            for (const auto active : now_.configuration) {
                if (chart_.is_descendant(active, domain)) leaving.push_back(active);
            }
        }
        std::sort(leaving.begin(), leaving.end());
        leaving.erase(std::unique(leaving.begin(), leaving.end()), leaving.end());
        for (const auto index : leaving)
            remember(chart_.states()[index]);
        for (auto at = leaving.rbegin(); at != leaving.rend(); ++at) {
            const auto& left = chart_.states()[*at];
            for (const auto number : left.timers)
                host_.timer_stopped(chart_.timers()[number]);
            if (auto done = perform(left.exit); !done) return done;
            now_.configuration.erase(std::lower_bound(now_.configuration.begin(), now_.configuration.end(), *at));
            host_.exited(left);
        }
        return {};
    }

    void remember(const state& left) {
        for (const auto history : left.histories) {
            auto& remembered = now_.history[history];
            remembered.clear();
            const bool deep = chart_.states()[history].deep;
            for (const auto active : now_.configuration) {
                if (!chart_.is_descendant(active, left.index)) continue;
                const auto& inner = chart_.states()[active];
                if (deep ? inner.children.empty() : inner.parent == left.index) remembered.push_back(active);
            }
        }
    }

    result<void> enter(const entry_set& entering, std::size_t first) {
        for (auto index = first; index < chart_.states().size(); ++index) {
            if (!entering.contains(index) || now_.is_active(index)) continue;
            const auto& reached = chart_.states()[index];
            auto& active = now_.configuration;
            active.insert(std::lower_bound(active.begin(), active.end(), index), index);
            if (auto done = perform(reached.entry); !done) return done;
            host_.entered(reached);
            for (const auto number : reached.timers)
                host_.timer_started(chart_.timers()[number]);
            if (auto done = perform_defaults(entering, reached); !done) return done;
            if (reached.kind != state_kind::final) continue;
            if (auto done = announce_done(reached); !done) return done;
        }
        return {};
    }

    result<void> perform_defaults(const entry_set& entering, const state& reached) {
        if (entering.by_default(reached.index)) {
            if (auto done = perform(reached.initial_actions); !done) return done;
        }
        for (const auto history : entering.defaulted_histories()) {
            if (chart_.states()[history].parent != reached.index) continue;
            if (auto done = perform(chart_.states()[history].initial_actions); !done) return done;
        }
        return {};
    }

    /// The parent of a final state is done, and with it each parallel state around of which all regions are done now.
    result<void> announce_done(const state& reached) {
        auto output = host_.output(reached, *event_);
        if (!output) return output.error();
        auto at = *reached.parent;
        bool finished = chart_.states()[at].kind != state_kind::parallel || is_finished(at);
        while (finished) {
            const auto& done = chart_.states()[at];
            if (!done.parent) {
                now_.done = true;
                return {};
            }
            queue_.push_back({"done.state." + done.id, std::exchange(*output, json{})});
            at = *done.parent;
            finished = chart_.states()[at].kind == state_kind::parallel && is_finished(at);
        }
        return {};
    }

    /// SCXML's isInFinalState, with regions that are final states themselves; recursion is bounded by `depth_max`.
    bool is_finished(std::size_t index) const {
        const auto& asked = chart_.states()[index];
        const auto child_is_final = [&](std::size_t child) {
            return chart_.states()[child].kind == state_kind::final && now_.is_active(child);
        };
        const auto child_is_finished = [&](std::size_t child) { return is_finished(child); };
        if (asked.kind == state_kind::compound) {
            return std::any_of(asked.children.begin(), asked.children.end(), child_is_final);
        }
        if (asked.kind == state_kind::final) return now_.is_active(index);
        return asked.kind == state_kind::parallel &&
               std::all_of(asked.children.begin(), asked.children.end(), child_is_finished);
    }

    result<void> perform(const std::vector<action>& actions) {
        for (const auto& asked : actions) {
            if (asked.raised) {
                raise(*asked.raised);
                continue;
            }
            if (auto done = host_.perform(asked, *event_, *this); !done) return done;
        }
        return {};
    }

    const chart& chart_;
    snapshot now_;
    const event* event_;
    host& host_;
    event internal_;
    std::vector<event> queue_;
    std::size_t queue_next_ = 0;
    std::vector<std::size_t> taken_;
    bool accepted_ = false;
};

result<step> finished(macrostep& running, const result<void>& begun) {
    if (!begun) return begun.error();
    if (auto rested = running.come_to_rest(); !rested) return rested.error();
    return std::move(running).finish();
}

} // namespace

result<step> start(const chart& of, host& runs, const event& initial) {
    macrostep running{of, {}, initial, runs};
    return finished(running, running.enter_root());
}

result<step> send(const chart& of, const snapshot& now, const event& sent, host& runs) {
    if (now.done) return step{now, {}, false};
    macrostep running{of, now, sent, runs};
    return finished(running, running.take_event());
}

result<step> fire(const chart& of, const snapshot& now, std::string_view timer_id, host& runs) {
    const auto index = of.find_timer(timer_id);
    if (!index) {
        return refuse(reason::event_unknown,
                      {fmt::format("没有计时“{}”", timer_id), fmt::format("There is no timer \"{}\"", timer_id)});
    }
    const auto& due = of.timers()[*index];
    if (now.done || !now.is_active(due.state)) {
        return refuse(reason::event_not_possible,
                      {fmt::format("计时“{}”所属的状态已离开", timer_id),
                       fmt::format("The state of the timer \"{}\" is not active", timer_id)});
    }
    const auto& transition_due = of.transitions()[due.transition];
    const event brought{transition_due.event, nullptr};
    macrostep running{of, now, brought, runs};
    return finished(running, running.take_timer(transition_due));
}

std::vector<std::size_t> candidates(const chart& of, const snapshot& now) {
    std::vector<std::size_t> found;
    if (now.done) return found;
    std::vector<bool> visited(of.states().size(), false);
    for (const auto leaf : active_leaves(of, now)) {
        for (std::optional<std::size_t> at = leaf; at && !visited[*at]; at = of.states()[*at].parent) {
            visited[*at] = true;
            const auto done_event = "done.state." + of.states()[*at].id;
            for (const auto number : of.states()[*at].on) {
                if (of.transitions()[number].event != done_event) found.push_back(number);
            }
        }
    }
    return found;
}

} // namespace sluice::statechart
