#include "engine/application/procedure.hpp"

#include "engine/application/actions.hpp"
#include "engine/application/allocation.hpp"
#include "engine/application/due_time.hpp"
#include "engine/application/requirements.hpp"
#include "engine/application/undertakings.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/programme/role_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace sluice::application {
procedure::procedure(const programme::programme& rules, application_state before, const facts& known)
    : programme_{rules}
    , facts_{known}
    , state_{std::move(before)}
    , scope_{rules, state_, known} {
    books_.fund = rules.fund;
    books_.totals = known.fund;
    books_.applications[state_.id] = state_.money;
    drawn_before_ = ledger::drawn_by(state_.money);
    if (!state_.position.empty()) position_ = statechart::from_json(*rules.chart, state_.position).value();
    scope_.set_position(&position_);
}

bool procedure::tagged(std::string_view tag) const {
    return std::any_of(position_.configuration.begin(), position_.configuration.end(), [&](std::size_t index) {
        const auto& tags = programme_.chart->states()[index].tags;
        return std::find(tags.begin(), tags.end(), tag) != tags.end();
    });
}

void procedure::happened(std::string kind, json data) {
    change next{std::move(kind), std::move(data)};
    apply(state_, next, facts_.actor.person, facts_.now, facts_.actor.acting);
    if (changes_form(next))
        scope_.form_changed();
    else
        scope_.state_changed();
    changes_.push_back(std::move(next));
}

result<void> procedure::post(ledger::movement kind, fen amount) {
    if (kind == ledger::movement::reserve)
        if (auto within = check_round(amount); !within) return within;
    const auto posted = ledger::make_posting(programme_.fund, kind, amount, state_.id);
    auto after = ledger::apply(books_, posted);
    if (!after) return after.error();
    books_ = std::move(*after);
    happened("money_moved", ledger::to_json(posted));
    return {};
}

/// A round binds no more than its budget, and each of its pools no more than its part. The first reservation decides
/// from which pool the application draws, for good.
result<void> procedure::check_round(fen amount) {
    const auto& round = facts_.round;
    if (round.id.empty()) return {};
    if (!state_.pool) {
        const auto key = group_of({&programme_, &state_, &facts_});
        if (!key) return key.error();
        happened("drew_on", {{"pool", round.limits().pool_of(*key)}});
    }
    auto use = round.used;
    use[*state_.pool] += ledger::drawn_by(state_.money) - drawn_before_;
    const fen left = ledger::free_of_pool(round.limits(), use, *state_.pool);
    if (amount <= left) return {};
    const text of_pool =
        state_.pool->empty() ? text{} : text{"“" + *state_.pool + "”部分", " for “" + *state_.pool + "”"};
    return refuse(reason::fund_exhausted,
                  {fmt::format("本批次预算{}还剩 {} 元，不足 {} 元", of_pool.zh, to_yuan(left), to_yuan(amount)),
                   fmt::format("The round's budget{} has {} yuan left, less than the {} yuan asked for", of_pool.en,
                               to_yuan(left), to_yuan(amount))},
                  "/amount");
}

result<void> procedure::start() {
    scope_.set_event("", json::object());
    return settle(statechart::start(*programme_.chart, *this), false, "");
}

result<void> procedure::send(const std::string& type, const json& data) {
    const bool was_editable = tagged("editable");
    const statechart::event sent{type, data};
    sent_ = &sent;
    denials_ = {};
    acceptance_recorded_ = false;
    scope_.set_event(type, data);
    auto stepped = statechart::send(*programme_.chart, position_, sent, *this);
    sent_ = nullptr;
    if (auto settled = settle(std::move(stepped), true, type); !settled) return settled;
    if (was_editable && !state_.submitted_at && !tagged("editable")) happened("submitted", json::object());
    return {};
}

result<void> procedure::deliver(const std::string& type, const json& data) {
    scope_.set_event(type, data);
    return settle(statechart::send(*programme_.chart, position_, {type, data}, *this), false, type);
}

result<void> procedure::fire(const std::string& timer) {
    const auto running = state_.timers.find(timer);
    if (running == state_.timers.end() || running->second.paused_with)
        return refuse(reason::event_not_possible, {"该期限已不在计时", "That timer is no longer running"});
    happened("timer_stopped", {{"timer", timer}, {"fired", true}});
    if (is_reminder(timer)) return remind_of_obligation(*this, timer);
    scope_.set_event("timer", json::object());
    return settle(statechart::fire(*programme_.chart, position_, timer, *this), false, "timer");
}

result<void> procedure::settle(result<statechart::step> stepped, bool must_be_accepted, const std::string& type) {
    if (!stepped) return stepped.error();
    if (trouble_) return *trouble_;
    if (must_be_accepted && !stepped->accepted) return why_not_accepted(type);
    if (!stepped->accepted && stepped->taken.empty() && !state_.position.empty()) return {};
    taken_.insert(taken_.end(), stepped->taken.begin(), stepped->taken.end());
    position_ = std::move(stepped->after);
    happened("moved", {{"position", statechart::to_json(*programme_.chart, position_)}, {"ended", position_.done}});
    if (position_.done) forget_obligations(*this);
    return start_timers();
}

/// Due times are set when the step has settled, so that a delay sees what entry actions assigned.
result<void> procedure::start_timers() {
    const auto starting = std::move(starting_);
    starting_.clear();
    for (const auto index : starting) {
        const auto& id = programme_.chart->timers()[index].id;
        const auto& rules = programme_.timers[index];
        const auto paused = state_.timers.find(id);
        result<instant> due = instant{};
        if (paused != state_.timers.end() && paused->second.paused_with) {
            due = calendar::deadline_when_resumed(facts_.now, *paused->second.paused_with, *facts_.days);
        } else {
            const auto delay = rules.delay.evaluate(scope_.activation());
            if (!delay) return delay.error();
            due = due_after(*delay, facts_.now, *facts_.days);
        }
        if (!due) return due.error();
        happened("timer_started", {{"timer", id}, {"due_at", due->milliseconds}, {"pausable", rules.pausable}});
    }
    return {};
}

void procedure::timer_started(const statechart::timer& timer) {
    starting_.push_back(timer.index);
}

void procedure::timer_stopped(const statechart::timer& timer) {
    if (const auto pending = std::find(starting_.begin(), starting_.end(), timer.index); pending != starting_.end()) {
        starting_.erase(pending);
        return;
    }
    const auto running = state_.timers.find(timer.id);
    if (running == state_.timers.end() || running->second.paused_with) return;
    if (!running->second.pausable) {
        happened("timer_stopped", {{"timer", timer.id}, {"fired", false}});
        return;
    }
    const auto rest = calendar::working_days_remaining(facts_.now, running->second.due_at, *facts_.days);
    if (!rest)
        trouble_ = rest.error();
    else
        happened("timer_paused", {{"timer", timer.id}, {"working_days", *rest}});
}

/// What was paused under this state has no way back.
void procedure::exited(const statechart::state& left) {
    for (const auto& timer : programme_.chart->timers()) {
        const auto& owner = programme_.chart->states()[timer.state];
        const auto paused = state_.timers.find(timer.id);
        if (owner.parent == left.index && owner.index != left.index && paused != state_.timers.end() &&
            paused->second.paused_with)
            happened("timer_stopped", {{"timer", timer.id}, {"fired", false}});
    }
}

result<bool> procedure::enabled(const statechart::transition& candidate, const statechart::event& event,
                                const statechart::snapshot& now) {
    scope_.set_position(&now);
    const auto& rules = programme_.transitions[candidate.index];
    if (sent_ && event.type == sent_->type && candidate.event == event.type) return enabled_for_person(rules);
    return guard_holds(rules);
}

result<bool> procedure::guard_holds(const programme::transition_rules& rules) {
    if (!rules.guard) return true;
    const auto value = rules.guard->evaluate(scope_.activation());
    if (!value) return value.error();
    return value->as_boolean();
}

result<bool> procedure::enabled_for_person(const programme::transition_rules& rules) {
    if (rules.by.empty() || !facts_.actor.has_any_role(rules.by)) {
        denials_.not_permitted = true;
        denials_.roles.insert(denials_.roles.end(), rules.by.begin(), rules.by.end());
        return false;
    }
    if (auto checked = check_event_data(rules, sent_->data); !checked) {
        if (!denials_.data_invalid) denials_.data_invalid = checked.error();
        return false;
    }
    if (rules.data) scope_.set_event(sent_->type, schema::to_values(rules.data->shape(), sent_->data));
    const auto holds = guard_holds(rules);
    if (!holds) return holds.error();
    if (!*holds) {
        denials_.guard_not_met = true;
        return false;
    }
    if (auto separate = check_separation(*this, rules); !separate) return separate.error();
    auto missing = find_missing(*this, rules);
    if (!missing) return missing.error();
    if (!missing->empty()) return refuse_missing(std::move(*missing));
    if (!std::exchange(acceptance_recorded_, true)) happened("event_accepted", {{"type", sent_->type}});
    return true;
}

result<void> procedure::perform(const statechart::action& action, const statechart::event&,
                                statechart::raiser& raiser) {
    const auto params = programme_.actions[action.index].params.evaluate(scope_.activation());
    if (!params) return params.error();
    return perform_action(*this, action.type, *params, raiser);
}

refusal procedure::why_not_accepted(const std::string& type) const {
    if (denials_.data_invalid) return *denials_.data_invalid;
    const auto title = title_of_event(type);
    if (denials_.not_permitted && !denials_.guard_not_met) {
        const auto roles = programme::names_of_roles(programme_, denials_.roles);
        if (denials_.roles.empty())
            return refuse(reason::not_permitted,
                          {fmt::format("“{}”由系统发出", type), fmt::format("“{}” comes from the system", type)},
                          "/type");
        return refuse(reason::not_permitted, {fmt::format("“{}”由{}办理", title.zh, roles.zh),
                                              fmt::format("“{}” is for the {}", title.en, roles.en)});
    }
    if (denials_.guard_not_met)
        return refuse(reason::guard_not_met, {fmt::format("目前条件下不能进行“{}”", title.zh),
                                              fmt::format("The conditions for “{}” do not hold now", title.en)});
    if (!programme_.knows_event(type))
        return refuse(
            reason::event_unknown,
            {fmt::format("本项目没有“{}”这一操作", type), fmt::format("This programme has no event “{}”", type)},
            "/type");
    const auto where = titles_of_states();
    return refuse(reason::event_not_possible,
                  {fmt::format("当前状态（{}）不能进行“{}”", where.zh, title.zh),
                   fmt::format("“{}” is not possible in the present state ({})", title.en, where.en)},
                  "/type");
}

/// As the definition calls it, wherever it is taken.
text procedure::title_of_event(const std::string& type) const {
    for (const auto& each : programme_.chart->transitions())
        if (const auto& title = programme_.transitions[each.index].title; each.event == type && !title.zh.empty())
            return title;
    return {type, type};
}

text procedure::titles_of_states() const {
    std::vector<std::string> zh, en;
    for (const auto index : statechart::active_leaves(*programme_.chart, position_)) {
        const auto title = programme_.title_of_state(index);
        zh.push_back(title.zh);
        en.push_back(title.en);
    }
    return {fmt::format("{}", fmt::join(zh, "、")), fmt::format("{}", fmt::join(en, ", "))};
}

} // namespace sluice::application
