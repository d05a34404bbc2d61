#include "engine/verifier/abstract_state.hpp"

#include "engine/verifier/outline.hpp"

#include <algorithm>

namespace sluice::verifier {
namespace {

constexpr std::size_t facts_max = 6;
constexpr std::size_t fact_terms_max = 2;
constexpr symbol unseen = std::numeric_limits<symbol>::max();

const std::vector<std::int64_t>& sign_thresholds() {
    static const std::vector<std::int64_t> zero_and_one{0, 1};
    return zero_and_one;
}

/// The nearest bounds outward that the thresholds allow.
interval widened(const interval& exact, const std::vector<std::int64_t>& thresholds) {
    interval wide;
    for (const auto each : thresholds)
        if (each <= exact.low) wide.low = each;
    for (auto each = thresholds.rbegin(); each != thresholds.rend(); ++each)
        if (*each >= exact.high) wide.high = *each;
    return wide;
}

bool contains(const std::vector<std::int64_t>& sorted, std::int64_t value) {
    return std::binary_search(sorted.begin(), sorted.end(), value);
}

void append(std::string& bytes, std::int64_t number) {
    while (number > 126 || number < 0) {
        bytes.push_back(static_cast<char>(0x80 | (number & 0x7f)));
        number = static_cast<std::int64_t>(static_cast<std::uint64_t>(number) >> 7);
    }
    bytes.push_back(static_cast<char>(number));
}

void append(std::string& bytes, const quantity& of) {
    append(bytes, of.offset());
    append(bytes, static_cast<std::int64_t>(of.terms().size()));
    for (const auto& each : of.terms()) {
        append(bytes, each.of);
        append(bytes, each.times);
    }
}

std::int64_t floor_divided(std::int64_t value, std::int64_t by) {
    const auto quotient = value / by;
    return value % by != 0 && (value < 0) != (by < 0) ? quotient - 1 : quotient;
}

} // namespace

abstract_value abstract_value::of(truth known) {
    return {kind::boolean, known, unknown_text, {}};
}

abstract_value abstract_value::of(quantity known) {
    return {kind::number, truth::maybe, unknown_text, std::move(known)};
}

abstract_value abstract_value::text(text_number known) {
    return {kind::text, truth::maybe, known, {}};
}

symbol abstract_state::fresh(interval within) {
    bounds.push_back(within);
    return static_cast<symbol>(bounds.size() - 1);
}

bool abstract_state::is_shown_nonnegative(const quantity& asked) const {
    if (within(asked).low >= 0) return true;
    return std::any_of(facts.begin(), facts.end(),
                       [&](const quantity& known) { return within(asked - known).low >= 0; });
}

truth abstract_state::compares_nonnegative(const quantity& asked) const {
    if (is_shown_nonnegative(asked)) return truth::yes;
    if (is_shown_nonnegative(asked.times(-1).plus(-1))) return truth::no;
    return truth::maybe;
}

bool abstract_state::assume_nonnegative(const quantity& asked) {
    const auto known = compares_nonnegative(asked);
    if (known == truth::maybe && !tighten(asked)) facts.push_back(asked);
    return known != truth::no;
}

/// A bound on a single symbol is kept where it belongs.
bool abstract_state::tighten(const quantity& asked) {
    if (asked.terms().size() != 1) return false;
    const auto& only = asked.terms().front();
    auto& bound = bounds[only.of];
    // times × s + offset ≥ 0
    if (only.times > 0)
        bound.low = std::max(bound.low, -floor_divided(asked.offset(), only.times));
    else
        bound.high = std::min(bound.high, floor_divided(asked.offset(), -only.times));
    return true;
}

bool abstract_state::assume_zero(const quantity& asked) {
    if (asked.is_constant()) return asked.offset() == 0;
    if (!assume_nonnegative(asked) || !assume_nonnegative(asked.times(-1))) return false;
    for (const auto& each : asked.terms())
        if (each.times == 1 || each.times == -1) {
            // s = -(rest) / times
            const quantity rest = asked - quantity::of(each.of).times(each.times);
            const auto bound = bounds[each.of];
            const symbol replaced = each.of;
            const quantity instead = rest.times(-each.times);
            substitute(replaced, instead);
            return (bound.low == no_lower_bound || assume_nonnegative(instead.plus(-bound.low))) &&
                   (bound.high == no_upper_bound || assume_nonnegative(instead.times(-1).plus(bound.high)));
        }
    return true;
}

template<class Visit>
void abstract_state::each_quantity(Visit&& visit) {
    for (auto& each : variables)
        if (each.is == abstract_value::kind::number) visit(each.number);
    for (auto* each : {&reserved, &committed, &paid, &invested, &recovered})
        visit(*each);
    for (auto& each : instalments)
        visit(each.amount);
    for (auto& [text, each] : seen)
        if (each.is == abstract_value::kind::number) visit(each.number);
}

void abstract_state::substitute(symbol which, const quantity& instead) {
    const auto replace = [&](quantity& each) { each = each.with(which, instead); };
    each_quantity(replace);
    for (auto& each : facts)
        replace(each);
}

quantity abstract_state::outstanding() const {
    quantity total;
    for (const auto& each : instalments)
        if (each.is_open()) total = total + each.amount;
    return total;
}

void abstract_state::normalise(const outline& of) {
    seen.clear();
    if (!of.paid_matters) paid = recovered = {};
    variable_set live = 0;
    for (const auto active : position.configuration)
        live |= of.live[active];
    for (std::size_t index = 0; index < variables.size(); ++index)
        if (!(live >> index & 1)) variables[index] = {};
    // A number that is known exactly needs no symbol, and one past all thresholds no exact value.
    for (std::size_t index = 0; index < variables.size(); ++index) {
        auto& held = variables[index];
        if (held.is != abstract_value::kind::number) continue;
        const auto& declared = of.variables[index];
        const auto where = within(held.number);
        if (where.single()) held.number = quantity::constant(where.low);
        const bool exact = held.number.is_constant();
        const bool plain =
            held.number.offset() == 0 && held.number.terms().size() == 1 && held.number.terms().front().times == 1;
        if ((exact && !contains(declared.thresholds, where.low) && !contains(declared.constants, where.low)) ||
            (!exact && !plain && !declared.is_amount) || !held.number.is_simple())
            held.number = quantity::of(fresh(widened(where, declared.thresholds)));
    }
    std::erase_if(instalments,
                  [](const abstract_instalment& each) { return each.name == unknown_text && !each.is_open(); });
    for (auto& each : instalments)
        if (!each.is_open()) each.amount = {};

    // What is held is written in the symbols of amounts that may still cancel with it, or else as a symbol of its own.
    std::vector<bool> cancels(bounds.size());
    const auto may_cancel = [&](const quantity& each) {
        for (const auto& part : each.terms())
            cancels[part.of] = true;
    };
    for (std::size_t index = 0; index < variables.size(); ++index)
        if (of.variables[index].is_amount) may_cancel(variables[index].number);
    for (const auto& each : instalments)
        may_cancel(each.amount);
    const auto simplify = [&](quantity& each, bool sums_matter) {
        auto where = within(each);
        if (where.low < 0 && is_shown_nonnegative(each)) where.low = 0;
        if (where.single()) each = quantity::constant(where.low);
        const auto& parts = each.terms();
        const bool lone = parts.size() == 1 && parts.front().times == 1 && each.offset() == 0;
        const bool useful = sums_matter && std::all_of(parts.begin(), parts.end(), [&](const quantity::term& part) {
                                return part.of < cancels.size() && cancels[part.of];
                            });
        const bool too_large = each.offset() > 4 * of.amount_max || each.offset() < -4 * of.amount_max;
        if (too_large || !each.is_simple() || !(each.is_constant() || lone || useful))
            each = quantity::of(fresh(widened(where, sign_thresholds())));
    };
    for (auto* each : {&reserved, &committed})
        simplify(*each, true);
    for (auto* each : {&paid, &invested, &recovered})
        simplify(*each, false);
    for (auto& each : instalments)
        simplify(each.amount, true);

    std::vector<bool> of_money(bounds.size());
    const auto mark = [&](const quantity& each) {
        for (const auto& part : each.terms())
            of_money[part.of] = true;
    };
    for (std::size_t index = 0; index < variables.size(); ++index)
        if (of.variables[index].is_amount) mark(variables[index].number);
    for (const auto* each : {&reserved, &committed, &paid, &invested, &recovered})
        mark(*each);
    for (const auto& each : instalments)
        mark(each.amount);

    std::vector<symbol> numbers(bounds.size(), unseen);
    std::vector<interval> kept;
    const auto renumber = [&](const quantity& from, const std::vector<std::int64_t>& thresholds) {
        quantity to = quantity::constant(from.offset());
        for (const auto& each : from.terms()) {
            if (numbers[each.of] == unseen) {
                numbers[each.of] = static_cast<symbol>(kept.size());
                kept.push_back(widened(bounds[each.of], thresholds));
            }
            to = to + quantity::of(numbers[each.of]).times(each.times);
        }
        return to;
    };
    for (std::size_t index = 0; index < variables.size(); ++index)
        if (variables[index].is == abstract_value::kind::number)
            variables[index].number = renumber(variables[index].number, of.variables[index].thresholds);
    for (auto* each : {&reserved, &committed, &paid, &invested, &recovered})
        *each = renumber(*each, sign_thresholds());
    for (auto& each : instalments)
        each.amount = renumber(each.amount, sign_thresholds());

    std::vector<quantity> lasting;
    for (const auto& each : facts) {
        const bool alive = std::all_of(each.terms().begin(), each.terms().end(), [&](const quantity::term& part) {
            return numbers[part.of] != unseen && of_money[part.of];
        });
        if (!alive || each.is_constant() || each.terms().size() > fact_terms_max || each.offset() != 0) continue;
        quantity moved = renumber(each, sign_thresholds());
        if (moved.within(kept).low < 0 && lasting.size() < facts_max) lasting.push_back(std::move(moved));
    }
    bounds = std::move(kept);
    const auto order = [](const quantity& each) {
        std::string bytes;
        append(bytes, each);
        return bytes;
    };
    std::sort(lasting.begin(), lasting.end(),
              [&](const quantity& left, const quantity& right) { return order(left) < order(right); });
    lasting.erase(std::unique(lasting.begin(), lasting.end()), lasting.end());
    facts = std::move(lasting);
}

std::string abstract_state::key() const {
    std::string bytes;
    bytes.reserve(128);
    append(bytes, static_cast<std::int64_t>(position.configuration.size()));
    for (const auto each : position.configuration)
        append(bytes, static_cast<std::int64_t>(each));
    append(bytes, static_cast<std::int64_t>(position.history.size()));
    for (const auto& [state, remembered] : position.history) {
        append(bytes, static_cast<std::int64_t>(state));
        append(bytes, static_cast<std::int64_t>(remembered.size()));
        for (const auto each : remembered)
            append(bytes, static_cast<std::int64_t>(each));
    }
    for (const auto& each : variables) {
        bytes.push_back(static_cast<char>(each.is));
        bytes.push_back(static_cast<char>(each.holds));
        append(bytes, each.written + 1);
        append(bytes, each.number);
    }
    for (const auto* each : {&reserved, &committed, &paid, &invested, &recovered})
        append(bytes, *each);
    append(bytes, static_cast<std::int64_t>(instalments.size()));
    for (const auto& each : instalments) {
        append(bytes, each.name + 1);
        bytes.push_back(static_cast<char>(each.status));
        append(bytes, each.amount);
    }
    for (const bool each : notices)
        bytes.push_back(each ? 1 : 0);
    for (const bool each : panels)
        bytes.push_back(each ? 1 : 0);
    for (const auto& each : bounds) {
        append(bytes, each.low);
        append(bytes, each.high);
    }
    for (const auto& each : facts)
        append(bytes, each);
    return bytes;
}

} // namespace sluice::verifier
