#include "engine/verifier/abstract_run.hpp"

#include "engine/base/fen.hpp"

#include <algorithm>
#include <iterator>

namespace sluice::verifier {
namespace {

using value_kind = abstract_value::kind;

abstract_value unknown_of(programme::variable_type type, abstract_state& state) {
    using programme::variable_type;
    switch (type) {
    case variable_type::money:
        return abstract_value::of(quantity::of(state.fresh({0, no_upper_bound})));
    case variable_type::integer:
        return abstract_value::of(quantity::of(state.fresh({})));
    case variable_type::boolean:
        return abstract_value::of(truth::maybe);
    case variable_type::string:
        return abstract_value::text(unknown_text);
    case variable_type::number:
    case variable_type::timestamp:
        break;
    }
    return {};
}

abstract_value initial_of(const programme::variable_rules& rules, const expression_book& book) {
    if (rules.type == programme::variable_type::timestamp || rules.type == programme::variable_type::number) return {};
    if (rules.initial.is_number_integer())
        return abstract_value::of(quantity::constant(rules.initial.get<std::int64_t>()));
    if (rules.initial.is_boolean()) return abstract_value::of(rules.initial.get<bool>() ? truth::yes : truth::no);
    return abstract_value::text(book.number(rules.initial.get_ref<const std::string&>()));
}

} // namespace

abstract_run::abstract_run(const outline& of, const expression_book& book, abstract_state before, choices& answers,
                           std::set<expression_pointer>& may_fail)
    : outline_{of}
    , book_{book}
    , state_{std::move(before)}
    , choices_{answers}
    , may_fail_{may_fail}
    , values_{of, book, state_, answers}
    , position_{state_.position} {
    values_.set_event(&event_);
    values_.set_position(&position_);
}

bool abstract_run::carry_out(const stimulus& wanted) {
    switch (wanted.of) {
    case stimulus::kind::begin:
        return begin();
    case stimulus::kind::person:
        return person_acts(wanted);
    case stimulus::kind::timer:
        return timer_fires(wanted);
    case stimulus::kind::payment:
        return payment_advances(wanted);
    case stimulus::kind::panel:
        return panel_completes(wanted);
    case stimulus::kind::allocation:
        return allocation_decided();
    case stimulus::kind::spot_check:
        return spot_check_decided(wanted);
    }
    return false;
}

bool abstract_run::begin() {
    for (const auto& each : outline_.variables) {
        const auto declared = outline_.rules->variables.find(each.name);
        state_.variables.push_back(declared == outline_.rules->variables.end()
                                       ? abstract_value::of(quantity::constant(0))
                                       : initial_of(declared->second, book_));
    }
    state_.notices.resize(outline_.notices.size());
    state_.panels.resize(outline_.panels.size());
    return settle(statechart::start(*outline_.rules->chart, *this), false);
}

bool abstract_run::person_acts(const stimulus& wanted) {
    sent_ = &wanted.name;
    role_ = wanted.role;
    event_ = {book_.number(wanted.name), {}, nullptr};
    auto stepped = statechart::send(*outline_.rules->chart, position_, {wanted.name, nullptr}, *this);
    sent_ = nullptr;
    return settle(std::move(stepped), true);
}

bool abstract_run::timer_fires(const stimulus& wanted) {
    event_ = {};
    return settle(statechart::fire(*outline_.rules->chart, position_, wanted.name, *this), true);
}

bool abstract_run::payment_advances(const stimulus& wanted) {
    auto& which = state_.instalments[wanted.subject];
    if (wanted.name == "prepare") which.status = instalment_status::prepared;
    if (wanted.name == "approve") which.status = instalment_status::approved;
    if (wanted.name == "send_back") which.status = instalment_status::due;
    if (wanted.name != "record" && wanted.name != "pay") return true;
    which.status = instalment_status::paid;
    const auto amount = which.amount;
    const auto name = which.name;
    effects_ |= pays;
    state_.committed = state_.committed - amount;
    auto& account = outline_.rules->payments.investment ? state_.invested : state_.paid;
    account = account + amount;
    if (!state_.assume_nonnegative(state_.committed)) return false;
    return deliver("payment.paid", {unknown_text,
                                    {{book_.number("instalment"), abstract_value::text(name)},
                                     {book_.number("amount"), abstract_value::of(amount)}},
                                    nullptr});
}

bool abstract_run::panel_completes(const stimulus& wanted) {
    state_.panels[wanted.subject] = false;
    return deliver("panel.completed",
                   {unknown_text, {{book_.number("panel"), abstract_value::text(book_.number(wanted.name))}}, nullptr});
}

bool abstract_run::allocation_decided() {
    const auto share = quantity::of(state_.fresh({0, no_upper_bound}));
    return deliver("allocation.decided",
                   {unknown_text, {{book_.number("amount"), abstract_value::of(share)}}, nullptr});
}

bool abstract_run::spot_check_decided(const stimulus& wanted) {
    const auto& name =
        std::next(outline_.rules->spot_checks.begin(), static_cast<std::ptrdiff_t>(wanted.subject))->first;
    return deliver(wanted.name,
                   {unknown_text, {{book_.number("check"), abstract_value::text(book_.number(name))}}, nullptr});
}

bool abstract_run::deliver(const std::string& type, abstract_event event) {
    event_ = std::move(event);
    event_.type = book_.number(type);
    return settle(statechart::send(*outline_.rules->chart, position_, {type, nullptr}, *this), false);
}

bool abstract_run::settle(result<statechart::step> stepped, bool must_be_accepted) {
    if (!stepped) return false;
    if (must_be_accepted && !stepped->accepted) return false;
    taken_ = std::move(stepped->taken);
    state_.position = std::move(stepped->after);
    return true;
}

refusal abstract_run::impossible() const {
    return refuse(reason::guard_failed, {"此路不通", "This way is closed"});
}

void abstract_run::doubted(doubt::kind of, const std::string& pointer) {
    doubts_.push_back({of, pointer});
}

/// An eventless transition taken twice from the same state goes round for ever.
bool abstract_run::goes_round(const statechart::transition& candidate, const statechart::snapshot& now) {
    abstract_state copy = state_;
    copy.position = now;
    copy.normalise(outline_);
    auto key = std::to_string(candidate.index) + ":" + copy.key();
    if (std::find(rounds_.begin(), rounds_.end(), key) != rounds_.end()) return true;
    rounds_.push_back(std::move(key));
    return false;
}

result<bool> abstract_run::enabled(const statechart::transition& candidate, const statechart::event& event,
                                   const statechart::snapshot& now) {
    values_.set_position(&now);
    const auto& rules = outline_.rules->transitions[candidate.index];
    const auto& followed = book_.transition(candidate.index);
    const bool persons = sent_ && event.type == *sent_ && candidate.event == event.type;
    if (!persons) {
        if (followed.guard && !values_.holds(*followed.guard)) return false;
        look_for_overlap(candidate);
        if (candidate.descriptor != statechart::descriptor_kind::always || !goes_round(candidate, now)) return true;
        doubted(doubt::kind::cycle, candidate.pointer);
        return impossible();
    }
    if ((outline_.bits(rules.by) & role_) == 0) return false;
    if (followed.data_decides && !choices_.choose()) return false;
    event_.shape = rules.data ? &rules.data->shape() : nullptr;
    if (followed.guard && !values_.holds(*followed.guard)) return false;
    look_for_overlap(candidate);
    for (const auto* wanted : followed.requirements) {
        if (!wanted) continue;
        look_for_failure(*wanted);
        if (!values_.require(*wanted)) return impossible();
    }
    return true;
}

/// Whether it can be so from here, by any choice; the run itself is not touched.
bool abstract_run::in_some_outcome(const std::function<bool(evaluator&)>& so) const {
    choices answers;
    do {
        abstract_state copy = state_;
        evaluator values{outline_, book_, copy, answers};
        values.set_event(&event_);
        values.set_position(&position_);
        if (so(values)) return true;
    } while (answers.advance());
    return false;
}

/// Of several guarded transitions for one event at most one should be possible; the last may be without a guard and
/// stands for all other cases.
void abstract_run::look_for_overlap(const statechart::transition& taken) {
    const auto& chart = *outline_.rules->chart;
    if (taken.timer || !book_.transition(taken.index).guard) return;
    const auto& rules = outline_.rules->transitions;
    for (const auto number : chart.states()[taken.source].transitions) {
        const auto& other = chart.transitions()[number];
        const auto* guard = book_.transition(number).guard;
        if (number <= taken.index || other.event != taken.event || !guard || other.targets == taken.targets) continue;
        if (sent_ && (outline_.bits(rules[number].by) & role_) == 0) continue;
        if (!in_some_outcome([&](evaluator& values) { return values.holds(*guard); })) continue;
        doubted(doubt::kind::order_decides, other.pointer);
        return;
    }
}

void abstract_run::look_for_failure(const followed_expression& requirement) {
    if (may_fail_.contains(&requirement)) return;
    if (in_some_outcome([&](evaluator& values) { return values.fail(requirement); })) may_fail_.insert(&requirement);
}

void abstract_run::entered(const statechart::state& which) {
    entered_.push_back(which.index);
}

result<void> abstract_run::perform(const statechart::action& action, const statechart::event&,
                                   statechart::raiser& queue) {
    const auto& asked = book_.action(action.index);
    if (asked.type == "assign") {
        assign(asked);
    } else if (asked.type == "raise") {
        const auto* event = asked.find("event");
        if (event && event->literal->is_object()) queue.raise({event->literal->value("type", ""), nullptr});
    } else if (asked.type == "publish_notice") {
        publish_notice(asked);
    } else if (asked.type == "close_notice") {
        close_notice(asked);
    } else if (asked.type == "open_objection") {
        open_objection(asked);
    } else if (asked.type == "answer_objection") {
        if (!answer_objection(asked)) return impossible();
    } else if (asked.type == "open_panel" || asked.type == "close_panel") {
        if (const auto which = panel_of(asked)) state_.panels[*which] = asked.type == "open_panel";
        if (asked.type == "open_panel") effects_ |= opens_panel;
    } else if (!move_money(asked)) {
        return impossible();
    }
    return {};
}

abstract_value abstract_run::parameter(const followed_parameter& of) {
    if (of.expression) return values_.value(*of.expression);
    const auto& literal = *of.literal;
    if (literal.is_boolean()) return abstract_value::of(literal.get<bool>() ? truth::yes : truth::no);
    if (literal.is_number_integer()) return abstract_value::of(quantity::constant(literal.get<std::int64_t>()));
    if (literal.is_string()) return abstract_value::text(book_.number(literal.get_ref<const std::string&>()));
    if (const auto money = money_from_json(json(literal), ""))
        return abstract_value::of(quantity::constant(money->count()));
    return {};
}

/// All values are found before the first is assigned, as in `engine/application`.
void abstract_run::assign(const followed_action& asked) {
    std::vector<std::pair<std::size_t, abstract_value>> values;
    for (const auto& each : asked.parameters)
        if (const auto which = outline_.variable(each.name)) {
            auto found = parameter(each);
            if (found.is == value_kind::unknown) found = unknown_of(outline_.variables[*which].type, state_);
            values.emplace_back(*which, std::move(found));
        }
    for (auto& [which, value] : values)
        state_.variables[which] = std::move(value);
}

text_number abstract_run::text(const followed_action& asked, std::string_view name) {
    const auto* found = asked.find(name);
    if (!found) return unknown_text;
    const auto value = parameter(*found);
    return value.is == value_kind::text ? value.written : unknown_text;
}

std::optional<std::size_t> abstract_run::panel_of(const followed_action& asked) const {
    const auto* name = asked.find("panel");
    if (!name || !name->literal->is_string()) return std::nullopt;
    const auto found =
        std::find(outline_.panels.begin(), outline_.panels.end(), name->literal->get_ref<const std::string&>());
    if (found == outline_.panels.end()) return std::nullopt;
    return static_cast<std::size_t>(found - outline_.panels.begin());
}

void abstract_run::publish_notice(const followed_action& asked) {
    effects_ |= opens_notice;
    const auto* name = asked.find("notice");
    if (!name || !name->literal->is_string()) return;
    const auto found = std::lower_bound(outline_.notices.begin(), outline_.notices.end(),
                                        name->literal->get_ref<const std::string&>());
    const auto index = static_cast<std::size_t>(found - outline_.notices.begin());
    if (state_.notices[index]) doubted(doubt::kind::notice_again, asked.pointer);
    state_.notices[index] = true;
    if (auto* received = count_of(objections_received)) *received = quantity::constant(0);
}

quantity* abstract_run::count_of(std::string_view counted) {
    const auto which = outline_.variable(counted);
    return which ? &state_.variables[*which].number : nullptr;
}

namespace {

bool is_set(const followed_action& asked, std::string_view flag) {
    const auto* given = asked.find(flag);
    return given && given->literal->is_boolean() && given->literal->get<bool>();
}

} // namespace

void abstract_run::open_objection(const followed_action& asked) {
    if (auto* open = count_of(objections_open)) *open = open->plus(1);
    if (auto* received = count_of(objections_received); received && !is_set(asked, "reexamination"))
        *received = received->plus(1);
}

/// With none open it is refused.
bool abstract_run::answer_objection(const followed_action& asked) {
    auto* open = count_of(objections_open);
    if (!open) return true;
    if (is_set(asked, "all")) {
        *open = quantity::constant(0);
        return true;
    }
    const auto left = open->plus(-1);
    if (!state_.assume_nonnegative(left)) return false;
    *open = left;
    return true;
}

void abstract_run::close_notice(const followed_action& asked) {
    effects_ |= closes_notice;
    if (const auto* open = count_of(objections_open);
        open && state_.compares_nonnegative(open->times(-1)) != truth::yes)
        doubted(doubt::kind::objection_left, asked.pointer);
    const auto* name = asked.find("notice");
    for (std::size_t index = 0; index < state_.notices.size(); ++index)
        if (!name || *name->literal == outline_.notices[index]) state_.notices[index] = false;
}

} // namespace sluice::verifier
