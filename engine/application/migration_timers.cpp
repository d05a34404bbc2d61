// What becomes of timers: those that go on, those that begin, those that end.

#include "engine/application/due_time.hpp"
#include "engine/application/migration_passage.hpp"
#include "engine/application/scope.hpp"
#include "engine/application/undertakings.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::application {
namespace {

/// The working days of a delay such as "7 working days"; nothing for any other.
std::optional<int> working_days_of(const json& delay) {
    if (!delay.is_string()) return std::nullopt;
    const auto parsed = calendar::parse_delay(delay.get_ref<const std::string&>());
    if (!parsed || parsed->counted_in != calendar::delay::kind::working_days) return std::nullopt;
    return parsed->days;
}

class timer_mover {
public:
    timer_mover(const passage& across, const timer_passage& at, obstacles& found)
        : across_{across}
        , at_{at}
        , found_{found}
        , old_scope_{across.from, at.before, at.known}
        , new_scope_{across.to, at.after, at.known} {
        old_scope_.set_position(&at.stood);
        new_scope_.set_position(&at.stands);
        old_scope_.set_event("", json::object());
        new_scope_.set_event("", json::object());
    }

    moved_timers move() {
        for (const auto& [id, each] : at_.before.timers)
            move_one(id, each);
        for (const auto& timer : across_.to.chart->timers())
            if (at_.stands.is_active(timer.state) && !moved_.now.contains(timer.id) && !had_its_time(timer.index))
                begin(timer.index);
        return std::move(moved_);
    }

private:
    void trouble(const std::string& id, const refusal& why) {
        found_.push_back({"timer_not_moved",
                          "/timers/" + pointer_step(id),
                          {fmt::format("期限“{}”无法移动：{}", id, why.explanation.zh),
                           fmt::format("The timer “{}” cannot be moved: {}", id, why.explanation.en)}});
    }

    /// A paused timer lives as long as its state's parent is active.
    bool has_place(const timer& each, std::size_t index) const {
        const auto& owner = across_.to.chart->states()[across_.to.chart->timers()[index].state];
        if (!each.paused_with) return at_.stands.is_active(owner.index);
        return across_.to.timers[index].pausable && !at_.stands.is_active(owner.index) && owner.parent &&
               at_.stands.is_active(*owner.parent);
    }

    void move_one(const std::string& id, const timer& each) {
        if (is_reminder(id)) { // it hangs on what is owed, and not on a state
            moved_.now[id] = each;
            return;
        }
        const auto before = across_.from.chart->find_timer(id);
        std::optional<std::size_t> after;
        if (before) after = across_.timer_counterpart(*before);
        const auto due_before = each.paused_with ? std::nullopt : std::optional{each.due_at};
        const text title = before ? across_.from.timers[*before].title : text{};
        if (!after || !has_place(each, *after) || moved_.now.contains(across_.to.chart->timers()[*after].id)) {
            moved_.moves.push_back({id, title, "ended", due_before, std::nullopt});
            return;
        }
        switch (across_.rules.timers) {
        case timer_policy::keep:
            return keep(*after, each, each.due_at, each.paused_with, "kept", due_before);
        case timer_policy::restart:
            return restart(*after, each, due_before);
        case timer_policy::remaining:
            return take_what_remains(*before, *after, each, due_before);
        }
    }

    void keep(std::size_t index, const timer& each, instant due, std::optional<int> paused_with, std::string effect,
              std::optional<instant> due_before) {
        const auto& id = across_.to.chart->timers()[index].id;
        const auto& rules = across_.to.timers[index];
        moved_.now[id] = {due, rules.pausable, paused_with, each.began_at};
        moved_.moves.push_back(
            {id, rules.title, std::move(effect), due_before, paused_with ? std::nullopt : std::optional{due}});
    }

    /// A paused timer starts afresh when its state is entered again.
    void restart(std::size_t index, const timer& each, std::optional<instant> due_before) {
        const auto& id = across_.to.chart->timers()[index].id;
        if (each.paused_with) {
            moved_.moves.push_back({id, across_.to.timers[index].title, "restarted", std::nullopt, std::nullopt});
            return;
        }
        const auto due = new_due(index, at_.known.now);
        if (!due) return trouble(id, due.error());
        keep(index, {{}, false, std::nullopt, at_.known.now}, *due, std::nullopt, "restarted", due_before);
    }

    void take_what_remains(std::size_t before, std::size_t after, const timer& each,
                           std::optional<instant> due_before) {
        const auto& id = across_.to.chart->timers()[after].id;
        if (each.pausable || each.paused_with) {
            const auto left = working_days_left(before, after, each);
            if (!left) return trouble(id, left.error());
            if (each.paused_with) return keep(after, each, each.due_at, *left, "remaining", due_before);
            const auto due = calendar::deadline_when_resumed(at_.known.now, *left, *at_.known.days);
            if (!due) return trouble(id, due.error());
            return keep(after, each, *due, std::nullopt, "remaining", due_before);
        }
        if (!each.began_at)
            return trouble(id, refuse(reason::invalid_value, {"没有记录它何时开始，请选用其他期限政策",
                                                              "when it began was not kept: choose another policy"}));
        const auto due = new_due(after, *each.began_at);
        if (!due) return trouble(id, due.error());
        keep(after, each, *due, std::nullopt, "remaining", due_before);
    }

    /// Of a clock that can be paused: the new term, less the working days that have passed of the old one.
    result<int> working_days_left(std::size_t before, std::size_t after, const timer& each) {
        const auto old_delay = across_.from.timers[before].delay.evaluate(old_scope_.activation());
        if (!old_delay) return old_delay.error();
        const auto new_delay = across_.to.timers[after].delay.evaluate(new_scope_.activation());
        if (!new_delay) return new_delay.error();
        const auto old_days = working_days_of(*old_delay), new_days = working_days_of(*new_delay);
        if (!old_days || !new_days)
            return refuse(reason::invalid_value,
                          {"可暂停的期限须以工作日计，请选用其他期限政策",
                           "a clock that can be paused counts working days: choose another policy"});
        result<int> left = each.paused_with.value_or(0);
        if (!each.paused_with) left = calendar::working_days_remaining(at_.known.now, each.due_at, *at_.known.days);
        if (!left) return left;
        const int passed = std::max(0, *old_days - *left);
        return std::max(0, *new_days - passed);
    }

    result<instant> new_due(std::size_t index, instant start) {
        const auto delay = across_.to.timers[index].delay.evaluate(new_scope_.activation());
        if (!delay) return delay.error();
        return due_after(*delay, start, *at_.known.days);
    }

    /// Whether the same timer was there before and does not run any more: it has fired.
    bool had_its_time(std::size_t index) const {
        const auto& timers = across_.from.chart->timers();
        return std::any_of(timers.begin(), timers.end(), [&](const statechart::timer& each) {
            return at_.stood.is_active(each.state) && across_.timer_counterpart(each.index) == index &&
                   !at_.before.timers.contains(each.id);
        });
    }

    void begin(std::size_t index) {
        const auto& id = across_.to.chart->timers()[index].id;
        const auto due = new_due(index, at_.known.now);
        if (!due) return trouble(id, due.error());
        keep(index, {{}, false, std::nullopt, at_.known.now}, *due, std::nullopt, "started", std::nullopt);
    }

    const passage& across_;
    const timer_passage& at_;
    obstacles& found_;
    scope old_scope_, new_scope_;
    moved_timers moved_;
};

} // namespace

moved_timers move_timers(const passage& across, const timer_passage& at, obstacles& found) {
    return timer_mover{across, at, found}.move();
}

} // namespace sluice::application
