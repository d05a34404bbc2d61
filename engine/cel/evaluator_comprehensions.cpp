#include "engine/cel/evaluation.hpp"

namespace sluice::cel {

bool evaluation::comprehension(const instruction& at, value& out) {
    switch (at.comprehension) {
    case comprehension_kind::bind:
        return evaluate(operand(at, 0), locals_[at.slot]) && evaluate(operand(at, 1), out);
    case comprehension_kind::optional_map:
    case comprehension_kind::optional_flat_map:
        return with_held(at, out);
    default:
        break;
    }
    elements_of range;
    if (!range_of(at, range)) return false;
    switch (at.comprehension) {
    case comprehension_kind::all:
        return quantify(at, range, false, out);
    case comprehension_kind::exists:
        return quantify(at, range, true, out);
    case comprehension_kind::exists_one:
        return exactly_one(at, range, out);
    case comprehension_kind::transform_map:
    case comprehension_kind::transform_map_entry:
        return transform_to_map(at, range, out);
    default:
        return transform(at, range, out);
    }
}

bool evaluation::range_of(const instruction& at, elements_of& range) {
    value whole;
    if (!evaluate(operand(at, 0), whole)) return false;
    if (whole.kind() == value_kind::map) {
        if (!take(whole.size())) return false;
        range.listed = value::list(whole.keys());
        range.map = std::move(whole);
        return true;
    }
    if (whole.kind() != value_kind::list) return no_overload({whole});
    range.listed = std::move(whole);
    return true;
}

/// Puts the element with that number into the variable, or position and element (key and entry) into the two.
bool evaluation::bind_element(const instruction& at, const elements_of& range, std::size_t number) {
    if (!take(1)) return false;
    if (!at.has_second_variable) {
        locals_[at.slot] = range.listed.at(number);
    } else if (range.map) {
        locals_[at.slot] = range.listed.at(number);
        locals_[at.slot + 1] = range.map->find(locals_[at.slot]).value_or(value::null());
    } else {
        locals_[at.slot] = value::integer(static_cast<std::int64_t>(number));
        locals_[at.slot + 1] = range.listed.at(number);
    }
    return true;
}

/// A chain of `&&` or `||` over the elements, with the same absorption of faults.
bool evaluation::quantify(const instruction& at, const elements_of& range, bool deciding, value& out) {
    std::optional<refusal> first_fault;
    for (std::size_t i = 0; i < range.listed.size(); ++i) {
        bool holds = false;
        if (bind_element(at, range, i) && predicate(at, holds)) {
            if (holds != deciding) continue;
            return set(out, value::boolean(deciding));
        }
        if (steps_.exhausted()) return false;
        if (!first_fault) first_fault = std::move(fault_);
    }
    if (first_fault) return fail(std::move(*first_fault));
    return set(out, value::boolean(!deciding));
}

bool evaluation::predicate(const instruction& at, bool& holds) {
    value truth;
    if (!evaluate(operand(at, 1), truth)) return false;
    if (truth.kind() != value_kind::boolean) return no_overload({truth});
    holds = truth.as_boolean();
    return true;
}

bool evaluation::exactly_one(const instruction& at, const elements_of& range, value& out) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < range.listed.size(); ++i) {
        bool holds = false;
        if (!bind_element(at, range, i) || !predicate(at, holds)) return false;
        count += holds ? 1 : 0;
    }
    return set(out, value::boolean(count == 1));
}

/// `filter`, and `map` or `transformList` with or without a predicate.
bool evaluation::transform(const instruction& at, const elements_of& range, value& out) {
    const bool filters = at.comprehension == comprehension_kind::filter;
    std::vector<value> kept;
    for (std::size_t i = 0; i < range.listed.size(); ++i) {
        bool holds = true;
        if (!bind_element(at, range, i)) return false;
        if ((filters || at.operand_count == 3) && !predicate(at, holds)) return false;
        if (!holds) continue;
        value& next = kept.emplace_back();
        if (filters)
            next = range.listed.at(i);
        else if (!evaluate(operand(at, at.operand_count - 1), next))
            return false;
    }
    return set(out, value::list(std::move(kept)));
}

bool evaluation::transform_to_map(const instruction& at, const elements_of& range, value& out) {
    std::vector<std::pair<value, value>> entries;
    for (std::size_t i = 0; i < range.listed.size(); ++i) {
        bool holds = true;
        if (!bind_element(at, range, i)) return false;
        if (at.operand_count == 3 && !predicate(at, holds)) return false;
        if (!holds) continue;
        const value key = locals_[at.slot];
        value made;
        if (!evaluate(operand(at, at.operand_count - 1), made)) return false;
        if (at.comprehension == comprehension_kind::transform_map)
            entries.emplace_back(key, std::move(made));
        else if (!add_entries(made, entries))
            return false;
    }
    return accept(value::map(std::move(entries)), out);
}

bool evaluation::add_entries(const value& made, std::vector<std::pair<value, value>>& entries) {
    if (made.kind() != value_kind::map) return no_overload({made});
    if (!take(made.size())) return false;
    for (auto& key : made.keys()) {
        auto mapped = made.find(key);
        entries.emplace_back(std::move(key), mapped ? std::move(*mapped) : value::null());
    }
    return true;
}

/// `optMap` and `optFlatMap`.
bool evaluation::with_held(const instruction& at, value& out) {
    value optional;
    if (!evaluate(operand(at, 0), optional)) return false;
    if (optional.kind() != value_kind::optional) return no_overload({optional});
    if (!optional.as_optional()) return set(out, std::move(optional));
    locals_[at.slot] = *optional.as_optional();
    value made;
    if (!evaluate(operand(at, 1), made)) return false;
    if (at.comprehension == comprehension_kind::optional_map) return set(out, value::optional(std::move(made)));
    if (made.kind() != value_kind::optional) return no_overload({made});
    return set(out, std::move(made));
}

} // namespace sluice::cel
