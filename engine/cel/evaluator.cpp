#include "engine/cel/evaluator.hpp"

#include "engine/cel/comparison.hpp"
#include "engine/cel/evaluation.hpp"

#include <fmt/format.h>

namespace sluice::cel {
namespace {

std::uint64_t text_bytes(const value& of) {
    if (of.kind() == value_kind::string) return of.as_string().size();
    return of.kind() == value_kind::bytes ? of.as_bytes().size() : 0;
}

} // namespace

evaluation::evaluation(const program& compiled, const activation& bound, std::uint64_t steps_max)
    : program_{compiled}
    , activation_{bound}
    , steps_{steps_max}
    , locals_(compiled.locals_max) {
    const bool same = bound.declared() == compiled.declared.get();
    for (const auto& variable : compiled.variables)
        variables_.push_back(same ? bound.at(variable.slot) : bound.find(variable.name));
}

result<value> evaluation::run(std::uint64_t& steps_used) {
    value out;
    const bool done = evaluate(program_.root, out);
    steps_used = steps_.used();
    if (!done) return std::move(*fault_);
    return out;
}

bool evaluation::fail(refusal why) {
    fault_ = std::move(why);
    return false;
}

bool evaluation::out_of_steps() {
    return fail(
        refuse(reason::cost_exceeded, {"表达式超出了运算步数上限", "The expression took more steps than it may"}));
}

bool evaluation::no_overload(std::initializer_list<value> arguments) {
    return fail(no_such_overload({arguments.begin(), arguments.size()}));
}

const value* evaluation::look(std::uint32_t index, value& scratch) {
    const auto& at = program_.instructions[index];
    if (at.made_into == type_kind::dynamic) {
        const value* found = nullptr;
        if (at.code == opcode::constant) found = &at.constant;
        if (at.code == opcode::local) found = &locals_[at.slot];
        if (at.code == opcode::variable) found = variables_[at.slot];
        if (found) return take(1) ? found : nullptr;
    }
    return evaluate(index, scratch) ? &scratch : nullptr;
}

bool evaluation::evaluate(std::uint32_t index, value& out) {
    if (!take(1)) return false;
    const auto& at = program_.instructions[index];
    if (!dispatch(at, out)) return false;
    return at.made_into == type_kind::dynamic || make(at.made_into, out);
}

bool evaluation::dispatch(const instruction& at, value& out) {
    switch (at.code) {
    case opcode::constant:
        out = at.constant;
        return true;
    case opcode::variable:
        return variable(at, out);
    case opcode::local:
        out = locals_[at.slot];
        return true;
    case opcode::select:
        return select(at, out);
    case opcode::test:
        return test(at, out);
    case opcode::logical_and:
        return logical(at, false, out);
    case opcode::logical_or:
        return logical(at, true, out);
    case opcode::logical_not:
        return logical_not(at, out);
    case opcode::conditional:
        return conditional(at, out);
    case opcode::equal:
        return equality(at, true, out);
    case opcode::not_equal:
        return equality(at, false, out);
    case opcode::less:
        return order(at, std::is_lt, out);
    case opcode::less_equal:
        return order(at, std::is_lteq, out);
    case opcode::greater:
        return order(at, std::is_gt, out);
    case opcode::greater_equal:
        return order(at, std::is_gteq, out);
    case opcode::standard_call:
        return standard_call(at, out);
    case opcode::host_call:
        return host_call(at, out);
    case opcode::match:
        return match(at, out);
    case opcode::list:
        return list(at, out);
    case opcode::map:
        return map(at, out);
    case opcode::comprehension:
        return comprehension(at, out);
    case opcode::failure:
        return fail(failure("不能求值：" + at.name, at.name));
    }
    return fail(failure("不能求值", "not an expression"));
}

bool evaluation::make(type_kind wanted, value& out) {
    const auto kind = out.kind();
    if (kind == value_kind::optional) return make_held(wanted, out);
    if (wanted == type_kind::floating && kind == value_kind::integer) {
        out = value::floating(static_cast<double>(out.as_integer()));
    } else if (wanted == type_kind::unsigned_integer && kind == value_kind::integer && out.as_integer() >= 0) {
        out = value::unsigned_integer(static_cast<std::uint64_t>(out.as_integer()));
    } else if (wanted == type_kind::timestamp && kind == value_kind::string) {
        const auto when = parse_timestamp(out.as_string());
        if (!when)
            return fail(failure(fmt::format("“{}”不是时间", out.as_string()),
                                fmt::format("'{}' is not a timestamp", out.as_string())));
        out = value::time(*when);
    } else if (wanted == type_kind::duration && kind == value_kind::string) {
        const auto span = parse_duration(out.as_string());
        if (!span)
            return fail(failure(fmt::format("“{}”不是时长", out.as_string()),
                                fmt::format("'{}' is not a duration", out.as_string())));
        out = value::length(*span);
    }
    return true;
}

bool evaluation::make_held(type_kind wanted, value& out) {
    if (!out.as_optional()) return true;
    value held = *out.as_optional();
    if (!make(wanted, held)) return false;
    out = value::optional(std::move(held));
    return true;
}

bool evaluation::variable(const instruction& at, value& out) {
    const value* bound = variables_[at.slot];
    if (bound) {
        out = *bound;
        return true;
    }
    const auto& name = program_.variables[at.slot].name;
    return fail(failure(fmt::format("变量“{}”没有值", name), fmt::format("no such attribute: {} is not bound", name)));
}

bool evaluation::select(const instruction& at, value& out) {
    value scratch;
    const value* from = look(operand(at, 0), scratch);
    if (!from) return false;
    if (at.optional || from->kind() == value_kind::optional) return optional_select(at, *from, out);
    if (from->kind() != value_kind::map) return no_fields(at, *from);
    auto found = from->find(at.name);
    if (!found) return fail(failure("没有这个键：" + at.name, "no such key: " + at.name));
    out = std::move(*found);
    return true;
}

bool evaluation::no_fields(const instruction& at, const value& from) {
    return fail(failure(fmt::format("类型 {} 没有字段“{}”", from.type_name(), at.name),
                        fmt::format("type '{}' does not support field selection", from.type_name())));
}

bool evaluation::optional_select(const instruction& at, const value& from, value& out) {
    const value* held = from.kind() == value_kind::optional ? from.as_optional() : &from;
    if (!held) return set(out, value::optional(std::nullopt));
    if (held->kind() != value_kind::map) return no_fields(at, *held);
    return set(out, value::optional(held->find(at.name)));
}

bool evaluation::test(const instruction& at, value& out) {
    value scratch;
    const value* from = look(operand(at, 0), scratch);
    if (!from) return false;
    if (from->kind() == value_kind::optional) {
        from = from->as_optional();
        if (!from) return set(out, value::boolean(false));
    }
    if (from->kind() != value_kind::map) return no_overload({*from});
    return set(out, value::boolean(from->find(at.name).has_value()));
}

/// `&&` and `||`: one operand that decides the answer decides it, whatever the others do. Running out of steps is
/// not absorbed.
bool evaluation::logical(const instruction& at, bool deciding, value& out) {
    std::optional<refusal> first_fault;
    for (const auto index : program_.operands_of(at)) {
        value scratch;
        const value* truth = look(index, scratch);
        if (truth && truth->kind() == value_kind::boolean) {
            if (truth->as_boolean() != deciding) continue;
            out = value::boolean(deciding);
            return true;
        }
        if (truth) no_overload({*truth});
        if (steps_.exhausted()) return false;
        if (!first_fault) first_fault = std::move(fault_);
    }
    if (first_fault) return fail(std::move(*first_fault));
    out = value::boolean(!deciding);
    return true;
}

bool evaluation::logical_not(const instruction& at, value& out) {
    value scratch;
    const value* truth = look(operand(at, 0), scratch);
    if (!truth) return false;
    if (truth->kind() != value_kind::boolean) return no_overload({*truth});
    out = value::boolean(!truth->as_boolean());
    return true;
}

bool evaluation::conditional(const instruction& at, value& out) {
    value scratch;
    const value* truth = look(operand(at, 0), scratch);
    if (!truth) return false;
    if (truth->kind() != value_kind::boolean) return no_overload({*truth});
    return evaluate(operand(at, truth->as_boolean() ? 1 : 2), out);
}

bool evaluation::equality(const instruction& at, bool wanted, value& out) {
    value left_scratch, right_scratch;
    const value* left = look(operand(at, 0), left_scratch);
    const value* right = left ? look(operand(at, 1), right_scratch) : nullptr;
    if (!right) return false;
    const bool same = equal(*left, *right, steps_);
    if (steps_.exhausted()) return out_of_steps();
    out = value::boolean(same == wanted);
    return true;
}

bool evaluation::order(const instruction& at, order_test holds, value& out) {
    value left_scratch, right_scratch;
    const value* left = look(operand(at, 0), left_scratch);
    const value* right = left ? look(operand(at, 1), right_scratch) : nullptr;
    if (!right) return false;
    if (left->kind() == value_kind::integer && right->kind() == value_kind::integer) {
        out = value::boolean(holds(left->as_integer() <=> right->as_integer()));
        return true;
    }
    if (!take(steps_for_bytes(std::min(text_bytes(*left), text_bytes(*right))))) return false;
    const auto found = compare(*left, *right);
    if (!found) return no_overload({*left, *right});
    out = value::boolean(holds(*found));
    return true;
}

bool evaluation::arguments_of(const instruction& at, argument_list& arguments) {
    std::uint64_t bytes = 0;
    for (const auto index : program_.operands_of(at)) {
        value& argument = arguments.emplace_back();
        if (!evaluate(index, argument)) return false;
        bytes += text_bytes(argument);
    }
    return take(steps_for_bytes(bytes));
}

bool evaluation::accept(result<value> made, value& out) {
    if (steps_.exhausted()) return out_of_steps();
    if (!made) return fail(std::move(made).error());
    out = std::move(*made);
    return true;
}

bool evaluation::standard_call(const instruction& at, value& out) {
    argument_list arguments;
    if (!arguments_of(at, arguments)) return false;
    return accept(at.run({arguments.data(), arguments.size()}, steps_), out) && take(steps_for_bytes(text_bytes(out)));
}

bool evaluation::host_call(const instruction& at, value& out) {
    const auto& function = program_.declared->functions[at.slot];
    argument_list arguments;
    if (!arguments_of(at, arguments) || !take(function.steps)) return false;
    return accept(function.run({arguments.data(), arguments.size()}, activation_), out) &&
           take(steps_for_bytes(text_bytes(out)));
}

bool evaluation::match(const instruction& at, value& out) {
    argument_list arguments;
    if (!arguments_of(at, arguments)) return false;
    if (arguments[0].kind() != value_kind::string) return no_overload({arguments[0], arguments[1]});
    if (!take(pattern::steps(text_bytes(arguments[0]), text_bytes(arguments[1])))) return false;
    out = value::boolean(at.compiled_pattern->matches(arguments[0].as_string()));
    return true;
}

bool evaluation::list(const instruction& at, value& out) {
    std::vector<value> elements(at.operand_count);
    for (std::size_t i = 0; i < elements.size(); ++i)
        if (!evaluate(operand(at, i), elements[i])) return false;
    if (!at.optional_parts.empty()) {
        std::vector<value> kept;
        for (std::size_t i = 0; i < elements.size(); ++i) {
            bool is_there = true;
            if (!take_held(at, i, elements[i], is_there)) return false;
            if (is_there) kept.push_back(std::move(elements[i]));
        }
        elements = std::move(kept);
    }
    out = value::list(std::move(elements));
    return true;
}

bool evaluation::map(const instruction& at, value& out) {
    std::vector<std::pair<value, value>> entries;
    entries.reserve(at.operand_count / 2);
    for (std::size_t i = 0; 2 * i < at.operand_count; ++i) {
        auto& [key, mapped] = entries.emplace_back();
        bool is_there = true;
        if (!evaluate(operand(at, 2 * i), key) || !evaluate(operand(at, 2 * i + 1), mapped) ||
            !take_held(at, i, mapped, is_there))
            return false;
        if (!is_there) entries.pop_back();
    }
    return accept(value::map(std::move(entries)), out);
}

/// What is written ?… is there if the optional holds something, and then is what it holds.
bool evaluation::take_held(const instruction& at, std::size_t number, value& part, bool& is_there) {
    if (number >= at.optional_parts.size() || !at.optional_parts[number]) return true;
    if (part.kind() != value_kind::optional) return no_overload({part});
    is_there = part.as_optional() != nullptr;
    if (is_there) part = value{*part.as_optional()};
    return true;
}

result<value> run(const program& compiled, const activation& bound, std::uint64_t steps_max,
                  std::uint64_t& steps_used) {
    return evaluation{compiled, bound, steps_max}.run(steps_used);
}

} // namespace sluice::cel
