// States and timers.

#include "engine/programme/comparison_chart.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::programme {
namespace {

using statechart::state;

text kind_in_words(statechart::state_kind kind) {
    switch (kind) {
    case statechart::state_kind::atomic:
        return {"普通状态", "a plain state"};
    case statechart::state_kind::compound:
        return {"含子状态", "a state with states inside"};
    case statechart::state_kind::parallel:
        return {"并行状态", "a parallel state"};
    case statechart::state_kind::final:
        return {"终结状态", "a final state"};
    case statechart::state_kind::history:
        return {"历史状态", "a history state"};
    }
    return {};
}

class chart_comparison {
public:
    chart_comparison(const programme& before, const programme& after, difference_list& found)
        : both_{before, after, found} {}

    void run() {
        match_states();
        for (const auto& each : both_.before.chart->states()) {
            const auto now = both_.now.find(each.index);
            if (now == both_.now.end())
                both_.note(difference_kind::removed, "state", each.pointer, "", "取消状态", "Removed: the state",
                           title(both_.before, each));
            else
                compare_states(each, both_.after.chart->states()[now->second]);
        }
        for (const auto& each : both_.after.chart->states())
            if (!both_.paired.contains(each.index))
                both_.note(difference_kind::added, "state", "", each.pointer, "新增状态", "Added: the state",
                           title(both_.after, each));
    }

private:
    static text title(const programme& of, const state& which) {
        return quoted(of.title_of_state(which.index), which.id);
    }

    /// By id; then what has another id and the same title among the children of the same state.
    void match_states() {
        const auto& olds = both_.before.chart->states();
        const auto& news = both_.after.chart->states();
        both_.pair(0, 0);
        for (const auto& each : olds)
            for (const auto& other : news)
                if (each.index != 0 && other.index != 0 && each.id == other.id) both_.pair(each.index, other.index);
        for (const auto& each : olds) {
            if (both_.now.contains(each.index)) continue;
            const auto renamed = std::find_if(news.begin(), news.end(), [&](const state& other) {
                return !both_.paired.contains(other.index) && looks_like(each, other);
            });
            if (renamed == news.end()) continue;
            both_.pair(each.index, renamed->index);
            both_.say(
                "state", each.pointer, renamed->pointer,
                {fmt::format("状态“{}”改名：{} → {}", both_.before.title_of_state(each.index).zh, each.id, renamed->id),
                 fmt::format("Renamed: the state “{}”: {} → {}", both_.before.title_of_state(each.index).en, each.id,
                             renamed->id)},
                difference_kind::renamed);
        }
    }

    bool looks_like(const state& each, const state& other) const {
        const auto parent = each.parent ? both_.now.find(*each.parent) : both_.now.end();
        if (each.kind != other.kind || parent == both_.now.end() || other.parent != parent->second) return false;
        const auto one = each.definition.find("title"), two = other.definition.find("title");
        return one != each.definition.end() && two != other.definition.end() && *one == *two;
    }

    void compare_states(const state& was, const state& is) {
        const auto what = title(both_.after, is);
        const text before_title = both_.before.title_of_state(was.index),
                   after_title = both_.after.title_of_state(is.index);
        if (was.index != 0 && !(before_title == after_title) && was.id == is.id)
            both_.say("state", was.pointer, is.pointer,
                      {fmt::format("状态 {} 的名称由“{}”改为“{}”", is.id, before_title.zh, after_title.zh),
                       fmt::format("Changed: the state {} is called “{}” instead of “{}”", is.id, after_title.en,
                                   before_title.en)});
        if (was.kind != is.kind)
            both_.say("state", was.pointer, is.pointer,
                      {fmt::format("状态{}由{}改为{}", what.zh, kind_in_words(was.kind).zh, kind_in_words(is.kind).zh),
                       fmt::format("Changed: the state {} is {} instead of {}", what.en, kind_in_words(is.kind).en,
                                   kind_in_words(was.kind).en)});
        if (was.parent && is.parent && both_.now.contains(*was.parent) && both_.now.at(*was.parent) != *is.parent)
            both_.note(difference_kind::changed, "state", was.pointer, is.pointer, "移到别处的状态：",
                       "Changed: it has moved to another place in the chart: the state", what);
        if (both_.old_targets(was.initial) != both_.new_targets(is.initial))
            both_.say("state", was.pointer, is.pointer,
                      {fmt::format("{}改由 {} 开始", what.zh, joined(both_.new_targets(is.initial))),
                       fmt::format("Changed: {} begins with {}", what.en, joined(both_.new_targets(is.initial)))});
        both_.compare_names(was.tags, is.tags, was.pointer, is.pointer, {what.zh + "的标记", "the tags of " + what.en},
                            "state");
        both_.compare_actions(was.entry, is.entry, was.pointer, is.pointer,
                              {"进入" + what.zh, "on entering " + what.en});
        both_.compare_actions(was.exit, is.exit, was.pointer, is.pointer, {"离开" + what.zh, "on leaving " + what.en});
        compare_transitions(both_, was, is, what);
        compare_timers(was, is, what);
    }

    void compare_timers(const state& was, const state& is, const text& where) {
        for (std::size_t i = 0; i < std::max(was.timers.size(), is.timers.size()); ++i) {
            const text what{fmt::format("{}的期限", where.zh), fmt::format("the deadline of {}", where.en)};
            if (i >= was.timers.size()) {
                const auto& now = both_.after.chart->timers()[is.timers[i]];
                const auto delay = in_words(now.delay);
                both_.say(
                    "timer", was.pointer, both_.after.chart->transitions()[now.transition].pointer,
                    {fmt::format("新增{}：{}", what.zh, delay.zh), fmt::format("Added: {}: {}", what.en, delay.en)},
                    difference_kind::added);
            } else if (i >= is.timers.size()) {
                const auto& old = both_.before.chart->timers()[was.timers[i]];
                const auto delay = in_words(old.delay);
                both_.say("timer", both_.before.chart->transitions()[old.transition].pointer, is.pointer,
                          {fmt::format("取消{}（原为 {}）", what.zh, delay.zh),
                           fmt::format("Removed: {} (it was {})", what.en, delay.en)},
                          difference_kind::removed);
            } else {
                compare_two_timers(both_.before.chart->timers()[was.timers[i]],
                                   both_.after.chart->timers()[is.timers[i]], what);
            }
        }
    }

    void compare_two_timers(const statechart::timer& was, const statechart::timer& is, const text& what) {
        const auto &old = both_.before.chart->transitions()[was.transition],
                   &now = both_.after.chart->transitions()[is.transition];
        both_.compare_at({&was.delay, &is.delay, old.pointer + "/delay", now.pointer + "/delay", ""}, "timer", what);
        if (both_.before.timers[was.index].pausable != both_.after.timers[is.index].pausable)
            both_.say("timer", old.pointer, now.pointer,
                      {what.zh + (both_.after.timers[is.index].pausable ? "改为可暂停" : "改为不可暂停"),
                       fmt::format("Changed: {} {} be paused", what.en,
                                   both_.after.timers[is.index].pausable ? "can" : "cannot")});
        const auto from = both_.old_targets(old.targets), to = both_.new_targets(now.targets);
        if (from != to)
            both_.say("timer", old.pointer, now.pointer,
                      {fmt::format("{}期满后的去向由 {} 改为 {}", what.zh, joined(from), joined(to)),
                       fmt::format("Changed: {} leads to {} instead of {}", what.en, joined(to), joined(from))});
        both_.compare_member("guard", old, now, what);
        both_.compare_actions(old.actions, now.actions, old.pointer, now.pointer, what);
    }

    chart_pair both_;
};

} // namespace

void compare_charts(const programme& before, const programme& after, difference_list& found) {
    chart_comparison{before, after, found}.run();
}

} // namespace sluice::programme
