#include "engine/verifier/evaluator.hpp"

#include <algorithm>
#include <utility>

namespace sluice::verifier {
namespace {

using cel::node_kind;
using value_kind = abstract_value::kind;
namespace operators = cel::operators;

truth opposite(truth of) {
    return of == truth::maybe ? of : of == truth::yes ? truth::no : truth::yes;
}

truth truth_of(bool holds) {
    return holds ? truth::yes : truth::no;
}

constexpr interval any_number{};
constexpr interval not_negative{0, no_upper_bound};

bool is_comparison(const std::string& name) {
    return name == operators::equal || name == operators::not_equal || name == operators::less ||
           name == operators::less_equal || name == operators::greater || name == operators::greater_equal;
}

/// The form's or the payload's field at the end of a dotted place.
const schema::shape* shape_at(const schema::shape& root, std::string_view place) {
    const auto* at = &root;
    while (at && !place.empty()) {
        const auto dot = std::min(place.find('.'), place.size());
        const auto* found = at->find(place.substr(0, dot));
        at = found ? found->shape.get() : nullptr;
        place.remove_prefix(std::min(dot + 1, place.size()));
    }
    return at;
}

/// What the engine itself counts is never negative.
bool is_counted(const std::string& place) {
    static constexpr std::string_view counted[]{"reviews.", "votes.", "documents.", "fund.", "round.", "application."};
    return std::any_of(std::begin(counted), std::end(counted),
                       [&](std::string_view prefix) { return place.starts_with(prefix); });
}

} // namespace

bool evaluator::holds(const followed_expression& condition) {
    const auto known = decide(condition, condition.tree.root);
    if (known != truth::maybe) return known == truth::yes;
    const bool chosen = choices_.choose();
    const auto& root = condition.nodes[condition.tree.root];
    if (!root.followed) {
        const auto asked = asked_by(condition, condition.tree.root);
        state_.seen.emplace_back(asked.key, abstract_value::of(truth_of(chosen != asked.negated)));
    }
    return chosen;
}

evaluator::question evaluator::asked_by(const followed_expression& in, node index) const {
    const auto& at = in.tree.nodes[index];
    if (at.kind == node_kind::call && at.name == operators::logical_not) {
        const auto inner = asked_by(in, at.children[0]);
        return {inner.key, !inner.negated};
    }
    return {in.nodes[index].key, in.nodes[index].negated};
}

std::optional<truth> evaluator::answered(const question& of) const {
    for (const auto& [known, before] : state_.seen)
        if (known == of.key && before.is == value_kind::boolean)
            return of.negated ? opposite(before.holds) : before.holds;
    return std::nullopt;
}

bool evaluator::require(const followed_expression& condition) {
    return require(condition, condition.tree.root, true);
}

bool evaluator::fail(const followed_expression& condition) {
    return require(condition, condition.tree.root, false);
}

abstract_value evaluator::value(const followed_expression& of) {
    return value(of, of.tree.root);
}

bool evaluator::require(const followed_expression& in, node index, bool wanted) {
    const auto& at = in.tree.nodes[index];
    const auto& facts = in.nodes[index];
    if (at.kind == node_kind::call) {
        if (at.name == operators::logical_not) return require(in, at.children[0], !wanted);
        if (at.name == (wanted ? operators::logical_and : operators::logical_or))
            return require(in, at.children[0], wanted) && require(in, at.children[1], wanted);
        if (is_comparison(at.name)) {
            const auto left = value(in, at.children[0]), right = value(in, at.children[1]);
            if (left.is == value_kind::number && right.is == value_kind::number) {
                const bool positive = at.name != operators::not_equal;
                if (at.name == operators::equal || at.name == operators::not_equal) {
                    const quantity difference = left.number - right.number;
                    if (wanted == positive) return state_.assume_zero(difference);
                    if (difference.is_zero()) return false;
                    if (state_.is_shown_nonnegative(difference)) return state_.assume_nonnegative(difference.plus(-1));
                    if (state_.is_shown_nonnegative(difference.times(-1)))
                        return state_.assume_nonnegative(difference.times(-1).plus(-1));
                    return true;
                }
                const bool rising = at.name == operators::greater || at.name == operators::greater_equal;
                const bool strict = at.name == operators::greater || at.name == operators::less;
                const quantity difference = rising ? left.number - right.number : right.number - left.number;
                const quantity asked = strict ? difference.plus(-1) : difference;
                return state_.assume_nonnegative(wanted ? asked : asked.times(-1).plus(-1));
            }
        }
    }
    if (facts.from == source_kind::variable)
        if (const auto which = outline_.variable(book_.text(facts.name))) {
            auto& held = state_.variables[*which];
            if (held.is == value_kind::boolean && held.holds == truth::maybe) held.holds = truth_of(wanted);
        }
    const auto known = decide(in, index);
    return known == truth::maybe || (known == truth::yes) == wanted;
}

truth evaluator::decide(const followed_expression& in, node index) {
    const auto& at = in.tree.nodes[index];
    const auto& facts = in.nodes[index];
    if (at.kind == node_kind::call && facts.from == source_kind::computed) {
        if (!facts.followed)
            if (const auto known = answered(asked_by(in, index))) return *known;
        return decide_call(in, index);
    }
    auto found = value(in, index);
    if (found.is != value_kind::boolean) return truth::maybe;
    if (found.holds == truth::maybe && facts.from == source_kind::variable) {
        const auto which = outline_.variable(book_.text(facts.name));
        if (which) found.holds = state_.variables[*which].holds = truth_of(choices_.choose());
    }
    return found.holds;
}

truth evaluator::decide_call(const followed_expression& in, node index) {
    const auto& at = in.tree.nodes[index];
    if (at.name == operators::logical_not) return opposite(decide(in, at.children[0]));
    if (at.name == operators::logical_and || at.name == operators::logical_or) {
        const auto settles = at.name == operators::logical_and ? truth::no : truth::yes;
        const auto left = decide(in, at.children[0]);
        if (left == settles) return settles;
        const auto right = decide(in, at.children[1]);
        if (right == settles) return settles;
        return left == truth::maybe || right == truth::maybe ? truth::maybe : opposite(settles);
    }
    if (at.name == operators::conditional) {
        const auto condition = decide(in, at.children[0]);
        if (condition != truth::maybe) return decide(in, at.children[condition == truth::yes ? 1 : 2]);
        const auto one = decide(in, at.children[1]), other = decide(in, at.children[2]);
        return one == other ? one : truth::maybe;
    }
    if (is_comparison(at.name)) return compare(in, index);
    const auto found = value(in, index);
    return found.is == value_kind::boolean ? found.holds : truth::maybe;
}

truth evaluator::compare(const followed_expression& in, node index) {
    const auto& at = in.tree.nodes[index];
    const auto left = value(in, at.children[0]), right = value(in, at.children[1]);
    const bool worth_it = in.nodes[index].followed;
    const bool equality = at.name == operators::equal || at.name == operators::not_equal;
    truth found = truth::maybe;
    if (left.is == value_kind::number && right.is == value_kind::number) {
        if (equality) {
            found = choose_zero(left.number - right.number, worth_it);
        } else {
            const bool rising = at.name == operators::greater || at.name == operators::greater_equal;
            const bool strict = at.name == operators::greater || at.name == operators::less;
            const quantity difference = rising ? left.number - right.number : right.number - left.number;
            return choose_sign(strict ? difference.plus(-1) : difference, worth_it);
        }
    } else if (equality && left.is == value_kind::boolean && right.is == value_kind::boolean) {
        const auto one = decide(in, at.children[0]), other = decide(in, at.children[1]);
        if (one != truth::maybe && other != truth::maybe) found = truth_of(one == other);
    } else if (equality) {
        found = compare_texts(left, right);
    }
    return at.name == operators::not_equal ? opposite(found) : found;
}

truth evaluator::compare_texts(const abstract_value& left, const abstract_value& right) const {
    if (left.is != value_kind::text || right.is != value_kind::text) return truth::maybe;
    if (left.written == unknown_text || right.written == unknown_text) return truth::maybe;
    return truth_of(left.written == right.written);
}

truth evaluator::choose_sign(const quantity& asked, bool worth_it) {
    const auto known = state_.compares_nonnegative(asked);
    if (known != truth::maybe || !worth_it) return known;
    const bool chosen = choices_.choose();
    state_.assume_nonnegative(chosen ? asked : asked.times(-1).plus(-1));
    return truth_of(chosen);
}

truth evaluator::choose_zero(const quantity& asked, bool worth_it) {
    if (asked.is_constant()) return truth_of(asked.offset() == 0);
    const auto not_below = state_.compares_nonnegative(asked);
    const auto not_above = state_.compares_nonnegative(asked.times(-1));
    if (not_below == truth::no || not_above == truth::no) return truth::no;
    if (not_below == truth::yes && not_above == truth::yes) return truth::yes;
    if (!worth_it) return truth::maybe;
    if (choices_.choose()) return truth_of(state_.assume_zero(asked));
    if (not_below == truth::yes) state_.assume_nonnegative(asked.plus(-1));
    if (not_above == truth::yes) state_.assume_nonnegative(asked.times(-1).plus(-1));
    return truth::no;
}

// ── values ───────────────────────────────────────────────────────────────────────────────────────────────────────────

abstract_value evaluator::remembered(text_number key, abstract_value made) {
    for (const auto& [known, before] : state_.seen)
        if (known == key) return before;
    state_.seen.emplace_back(key, made);
    return made;
}

abstract_value evaluator::value(const followed_expression& in, node index) {
    const auto& at = in.tree.nodes[index];
    const auto& facts = in.nodes[index];
    if (facts.from != source_kind::computed) return place(in, index);
    if (at.kind == node_kind::literal) {
        if (at.literal.kind() == cel::value_kind::integer)
            return abstract_value::of(quantity::constant(at.literal.as_integer()));
        if (at.literal.kind() == cel::value_kind::boolean) return abstract_value::of(truth_of(at.literal.as_boolean()));
        if (at.literal.kind() == cel::value_kind::string) return abstract_value::text(facts.name);
        return {};
    }
    return at.kind == node_kind::call ? call(in, index) : outside(in, index);
}

/// Whatever it may be, of its type; the same each time it is asked for in one step.
abstract_value evaluator::outside(const followed_expression& in, node index) {
    const auto& facts = in.nodes[index];
    const auto& place = book_.text(facts.key);
    const schema::shape* shape = nullptr;
    if (place.starts_with("form.")) shape = shape_at(outline_.rules->form->shape(), std::string_view{place}.substr(5));
    if (place.starts_with("event.data.") && event_ && event_->shape)
        shape = shape_at(*event_->shape, std::string_view{place}.substr(11));
    const auto type = in.tree.nodes[index].of.kind();
    if (type == cel::type_kind::boolean) return remembered(facts.key, abstract_value::of(truth::maybe));
    if (type == cel::type_kind::string) return abstract_value::text(unknown_text);
    const bool money = shape && shape->is == schema::shape::kind::money;
    if (type != cel::type_kind::integer && !money && !(shape && shape->is == schema::shape::kind::integer)) return {};
    for (const auto& [known, before] : state_.seen)
        if (known == facts.key) return before;
    const auto within = money || is_counted(place) ? not_negative : any_number;
    return remembered(facts.key, abstract_value::of(quantity::of(state_.fresh(within))));
}

const abstract_instalment* evaluator::instalment(text_number name) const {
    const auto found = std::find_if(state_.instalments.begin(), state_.instalments.end(),
                                    [&](const abstract_instalment& each) { return each.name == name; });
    return found == state_.instalments.end() ? nullptr : &*found;
}

abstract_value evaluator::place(const followed_expression& in, node index) {
    const auto& facts = in.nodes[index];
    switch (facts.from) {
    case source_kind::variable: {
        const auto which = outline_.variable(book_.text(facts.name));
        return which ? state_.variables[*which] : outside(in, index);
    }
    case source_kind::parameter: {
        const auto found = outline_.rules->parameters.find(book_.text(facts.name));
        if (found == outline_.rules->parameters.end()) return {};
        if (found->is_number_integer()) return abstract_value::of(quantity::constant(found->get<std::int64_t>()));
        if (found->is_boolean()) return abstract_value::of(truth_of(found->get<bool>()));
        if (found->is_string()) return abstract_value::text(book_.number(found->get_ref<const std::string&>()));
        return {};
    }
    case source_kind::money: {
        const auto& account = book_.text(facts.name);
        if (account == "reserved") return abstract_value::of(state_.reserved);
        if (account == "committed") return abstract_value::of(state_.committed);
        if (account == "paid") return abstract_value::of(state_.paid);
        if (account == "invested") return abstract_value::of(state_.invested);
        if (account == "recovered") return abstract_value::of(state_.recovered);
        return abstract_value::of(state_.outstanding());
    }
    case source_kind::instalment_status: {
        static constexpr std::string_view names[]{"due", "prepared", "approved", "paid", "cancelled"};
        const auto* found = instalment(facts.name);
        if (!found) return abstract_value::text(unknown_text);
        return abstract_value::text(book_.number(names[static_cast<std::size_t>(found->status)]));
    }
    case source_kind::instalment_amount: {
        const auto* found = instalment(facts.name);
        return found && found->is_open() ? abstract_value::of(found->amount) : outside(in, index);
    }
    case source_kind::event:
        return event_place(in, index);
    case source_kind::in_state: {
        const auto which = outline_.rules->chart->find(book_.text(facts.name));
        return abstract_value::of(truth_of(which && position_ && position_->is_active(*which)));
    }
    case source_kind::outside:
    case source_kind::computed:
        break;
    }
    return outside(in, index);
}

abstract_value evaluator::event_place(const followed_expression& in, node index) {
    const auto& place = book_.text(in.nodes[index].key);
    if (!event_) return outside(in, index);
    if (place == "event.type") return abstract_value::text(event_->type);
    for (const auto& [name, known] : event_->data)
        if (name == in.nodes[index].name) return known;
    return outside(in, index);
}

abstract_value evaluator::quotient(const quantity& left, std::int64_t by, text_number key) {
    const auto where = state_.within(left);
    if (left.is_constant()) return abstract_value::of(quantity::constant(left.offset() / by));
    if (where.low < 0 || by < 1) return remembered(key, abstract_value::of(quantity::of(state_.fresh(any_number))));
    const auto divided = [&](std::int64_t bound) { return bound == no_upper_bound ? bound : bound / by; };
    const auto share = quantity::of(state_.fresh({divided(where.low), divided(where.high)}));
    // A share of a number is no more than the number.
    if (left.terms().size() == 1 && left.offset() == 0 && left.terms().front().times <= by &&
        state_.bounds[left.terms().front().of].low >= 0)
        state_.facts.push_back(quantity::of(left.terms().front().of) - share);
    return abstract_value::of(share);
}

abstract_value evaluator::extreme(const followed_expression& in, const std::vector<node>& arguments, bool least,
                                  text_number) {
    std::vector<quantity> all;
    for (const auto each : arguments) {
        const auto found = value(in, each);
        all.push_back(found.is == value_kind::number ? found.number : quantity::of(state_.fresh(any_number)));
    }
    const auto not_beaten = [&](const quantity& candidate) {
        return std::all_of(all.begin(), all.end(), [&](const quantity& other) {
            return state_.is_shown_nonnegative(least ? other - candidate : candidate - other);
        });
    };
    if (const auto best = std::find_if(all.begin(), all.end(), not_beaten); best != all.end())
        return abstract_value::of(*best);
    interval within = state_.within(all.front());
    for (const auto& each : all) {
        const auto where = state_.within(each);
        within.low = least ? std::min(within.low, where.low) : std::max(within.low, where.low);
        within.high = least ? std::min(within.high, where.high) : std::max(within.high, where.high);
    }
    const auto found = quantity::of(state_.fresh(within));
    for (const auto& each : all)
        state_.facts.push_back(least ? each - found : found - each);
    return abstract_value::of(found);
}

abstract_value evaluator::call(const followed_expression& in, node index) {
    const auto& at = in.tree.nodes[index];
    const auto key = in.nodes[index].key;
    const auto type = at.of.kind();
    if (at.name == operators::logical_and || at.name == operators::logical_or || at.name == operators::logical_not ||
        is_comparison(at.name))
        return abstract_value::of(decide_call(in, index));
    if (at.name == operators::conditional) {
        const auto condition = decide(in, at.children[0]);
        if (condition != truth::maybe) return value(in, at.children[condition == truth::yes ? 1 : 2]);
        const auto one = value(in, at.children[1]), other = value(in, at.children[2]);
        if (one == other) return one;
        if (one.is == value_kind::number && other.is == value_kind::number) {
            const auto left = state_.within(one.number), right = state_.within(other.number);
            return abstract_value::of(
                quantity::of(state_.fresh({std::min(left.low, right.low), std::max(left.high, right.high)})));
        }
        return one.is == value_kind::boolean ? abstract_value::of(truth::maybe) : abstract_value::text(unknown_text);
    }
    if (at.name == "min" || at.name == "max") return extreme(in, at.children, at.name == "min", key);
    if (type != cel::type_kind::integer) return outside(in, index);
    std::vector<abstract_value> operands;
    for (const auto each : at.children)
        operands.push_back(value(in, each));
    const bool numbers = std::all_of(operands.begin(), operands.end(),
                                     [](const abstract_value& each) { return each.is == value_kind::number; });
    if (numbers && operands.size() == 2) {
        const auto& left = operands[0].number;
        const auto& right = operands[1].number;
        if (at.name == operators::add) return abstract_value::of(left + right);
        if (at.name == operators::subtract) return abstract_value::of(left - right);
        if (at.name == operators::multiply && right.is_constant())
            return abstract_value::of(left.times(right.offset()));
        if (at.name == operators::multiply && left.is_constant()) return abstract_value::of(right.times(left.offset()));
        if (at.name == operators::multiply && state_.within(left).low >= 0 && state_.within(right).low >= 0)
            return abstract_value::of(quantity::of(state_.fresh(not_negative)));
        if (at.name == operators::divide && right.is_constant() && right.offset() != 0)
            return quotient(left, right.offset(), key);
    }
    if (numbers && operands.size() == 1 && at.name == operators::negate)
        return abstract_value::of(operands[0].number.times(-1));
    const auto within = at.name == "bracket" || at.name == "size" ? not_negative : any_number;
    if (in.nodes[index].followed) return abstract_value::of(quantity::of(state_.fresh(within)));
    return remembered(key, abstract_value::of(quantity::of(state_.fresh(within))));
}

} // namespace sluice::verifier
