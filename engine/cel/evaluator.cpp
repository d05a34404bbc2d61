#include "engine/cel/evaluator.hpp"

#include "engine/cel/comparison.hpp"

#include <boost/container/small_vector.hpp>
#include <fmt/format.h>

#include <array>

namespace sluice::cel {
namespace {

/// What most expressions need without allocating.
constexpr std::size_t variables_inline = 8;
constexpr std::size_t arguments_inline = 4;

std::uint64_t text_bytes(const value& of) {
    if (of.kind() == value_kind::string) return of.as_string().size();
    return of.kind() == value_kind::bytes ? of.as_bytes().size() : 0;
}

/// Recursion follows the tree, whose depth the parser bounds. Each function puts its value into `out`, or leaves a fault
/// and returns false.
class evaluator {
public:
    evaluator(const program& compiled, const activation& bound, std::uint64_t steps_max)
        : program_{compiled}
        , activation_{bound}
        , steps_{steps_max}
        , locals_(compiled.locals_max) {
        const bool same = bound.declared() == compiled.declared.get();
        for (const auto& variable : compiled.variables)
            variables_.push_back(same ? bound.at(variable.slot) : bound.find(variable.name));
    }

    result<value> run(std::uint64_t& steps_used) {
        value out;
        const bool done = evaluate(program_.root, out);
        steps_used = steps_.used();
        if (!done) return std::move(*fault_);
        return out;
    }

private:
    using order_test = bool (*)(std::partial_ordering);

    bool fail(refusal why) {
        fault_ = std::move(why);
        return false;
    }

    bool take(std::uint64_t steps) { return steps_.take(steps) || out_of_steps(); }

    bool out_of_steps() {
        return fail(refuse(reason::cost_exceeded, {"表达式超出了运算步数上限", "The expression took more steps than it may"}));
    }

    bool no_overload(std::initializer_list<value> arguments) {
        return fail(no_such_overload({arguments.begin(), arguments.size()}));
    }

    std::uint32_t operand(const instruction& of, std::size_t number) const {
        return program_.operands[of.first_operand + number];
    }

    /// The operand's value, in place where it already lies somewhere, else in `scratch`; null on a fault.
    const value* look(std::uint32_t index, value& scratch) {
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

    bool evaluate(std::uint32_t index, value& out) {
        if (!take(1)) return false;
        const auto& at = program_.instructions[index];
        if (!dispatch(at, out)) return false;
        return at.made_into == type_kind::dynamic || make(at.made_into, out);
    }

    bool dispatch(const instruction& at, value& out) {
        switch (at.code) {
        case opcode::constant: out = at.constant; return true;
        case opcode::variable: return variable(at, out);
        case opcode::local: out = locals_[at.slot]; return true;
        case opcode::select: return select(at, out);
        case opcode::test: return test(at, out);
        case opcode::logical_and: return logical(at, false, out);
        case opcode::logical_or: return logical(at, true, out);
        case opcode::logical_not: return logical_not(at, out);
        case opcode::conditional: return conditional(at, out);
        case opcode::equal: return equality(at, true, out);
        case opcode::not_equal: return equality(at, false, out);
        case opcode::less: return order(at, std::is_lt, out);
        case opcode::less_equal: return order(at, std::is_lteq, out);
        case opcode::greater: return order(at, std::is_gt, out);
        case opcode::greater_equal: return order(at, std::is_gteq, out);
        case opcode::standard_call: return standard_call(at, out);
        case opcode::host_call: return host_call(at, out);
        case opcode::match: return match(at, out);
        case opcode::list: return list(at, out);
        case opcode::map: return map(at, out);
        case opcode::comprehension: return comprehension(at, out);
        case opcode::failure: return fail(failure("不能求值：" + at.name, at.name));
        }
        return fail(failure("不能求值", "not an expression"));
    }

    /// Reads what a document holds as the type that was declared for it.
    bool make(type_kind wanted, value& out) {
        const auto kind = out.kind();
        if (wanted == type_kind::floating && kind == value_kind::integer) {
            out = value::floating(static_cast<double>(out.as_integer()));
        } else if (wanted == type_kind::unsigned_integer && kind == value_kind::integer && out.as_integer() >= 0) {
            out = value::unsigned_integer(static_cast<std::uint64_t>(out.as_integer()));
        } else if (wanted == type_kind::timestamp && kind == value_kind::string) {
            const auto when = parse_timestamp(out.as_string());
            if (!when) return fail(failure(fmt::format("“{}”不是时间", out.as_string()), fmt::format("'{}' is not a timestamp", out.as_string())));
            out = value::time(*when);
        } else if (wanted == type_kind::duration && kind == value_kind::string) {
            const auto span = parse_duration(out.as_string());
            if (!span) return fail(failure(fmt::format("“{}”不是时长", out.as_string()), fmt::format("'{}' is not a duration", out.as_string())));
            out = value::length(*span);
        }
        return true;
    }

    bool variable(const instruction& at, value& out) {
        const value* bound = variables_[at.slot];
        if (bound) {
            out = *bound;
            return true;
        }
        const auto& name = program_.variables[at.slot].name;
        return fail(failure(fmt::format("变量“{}”没有值", name), fmt::format("no such attribute: {} is not bound", name)));
    }

    bool select(const instruction& at, value& out) {
        value scratch;
        const value* from = look(operand(at, 0), scratch);
        if (!from) return false;
        if (from->kind() != value_kind::map)
            return fail(failure(fmt::format("类型 {} 没有字段“{}”", from->type_name(), at.name),
                                fmt::format("type '{}' does not support field selection", from->type_name())));
        auto found = from->find(at.name);
        if (!found) return fail(failure("没有这个键：" + at.name, "no such key: " + at.name));
        out = std::move(*found);
        return true;
    }

    bool test(const instruction& at, value& out) {
        value scratch;
        const value* from = look(operand(at, 0), scratch);
        if (!from) return false;
        if (from->kind() != value_kind::map) return no_overload({*from});
        out = value::boolean(from->find(at.name).has_value());
        return true;
    }

    /// `&&` and `||`: one operand that decides the answer decides it, whatever the others do. Running out of steps is
    /// not absorbed.
    bool logical(const instruction& at, bool deciding, value& out) {
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

    bool logical_not(const instruction& at, value& out) {
        value scratch;
        const value* truth = look(operand(at, 0), scratch);
        if (!truth) return false;
        if (truth->kind() != value_kind::boolean) return no_overload({*truth});
        out = value::boolean(!truth->as_boolean());
        return true;
    }

    bool conditional(const instruction& at, value& out) {
        value scratch;
        const value* truth = look(operand(at, 0), scratch);
        if (!truth) return false;
        if (truth->kind() != value_kind::boolean) return no_overload({*truth});
        return evaluate(operand(at, truth->as_boolean() ? 1 : 2), out);
    }

    bool equality(const instruction& at, bool wanted, value& out) {
        value left_scratch, right_scratch;
        const value* left = look(operand(at, 0), left_scratch);
        const value* right = left ? look(operand(at, 1), right_scratch) : nullptr;
        if (!right) return false;
        const bool same = equal(*left, *right, steps_);
        if (steps_.exhausted()) return out_of_steps();
        out = value::boolean(same == wanted);
        return true;
    }

    bool order(const instruction& at, order_test holds, value& out) {
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

    using argument_list = boost::container::small_vector<value, arguments_inline>;

    bool arguments_of(const instruction& at, argument_list& arguments) {
        std::uint64_t bytes = 0;
        for (const auto index : program_.operands_of(at)) {
            value& argument = arguments.emplace_back();
            if (!evaluate(index, argument)) return false;
            bytes += text_bytes(argument);
        }
        return take(steps_for_bytes(bytes));
    }

    bool accept(result<value> made, value& out) {
        if (steps_.exhausted()) return out_of_steps();
        if (!made) return fail(std::move(made).error());
        out = std::move(*made);
        return true;
    }

    bool standard_call(const instruction& at, value& out) {
        argument_list arguments;
        if (!arguments_of(at, arguments)) return false;
        return accept(at.run({arguments.data(), arguments.size()}, steps_), out) && take(steps_for_bytes(text_bytes(out)));
    }

    bool host_call(const instruction& at, value& out) {
        const auto& function = program_.declared->functions[at.slot];
        argument_list arguments;
        if (!arguments_of(at, arguments) || !take(function.steps)) return false;
        return accept(function.run({arguments.data(), arguments.size()}, activation_), out) &&
               take(steps_for_bytes(text_bytes(out)));
    }

    bool match(const instruction& at, value& out) {
        argument_list arguments;
        if (!arguments_of(at, arguments)) return false;
        if (arguments[0].kind() != value_kind::string) return no_overload({arguments[0], arguments[1]});
        if (!take(pattern::steps(text_bytes(arguments[0]), text_bytes(arguments[1])))) return false;
        out = value::boolean(at.compiled_pattern->matches(arguments[0].as_string()));
        return true;
    }

    bool list(const instruction& at, value& out) {
        std::vector<value> elements(at.operand_count);
        for (std::size_t i = 0; i < elements.size(); ++i)
            if (!evaluate(operand(at, i), elements[i])) return false;
        out = value::list(std::move(elements));
        return true;
    }

    bool map(const instruction& at, value& out) {
        std::vector<std::pair<value, value>> entries(at.operand_count / 2);
        for (std::size_t i = 0; i < entries.size(); ++i)
            if (!evaluate(operand(at, 2 * i), entries[i].first) || !evaluate(operand(at, 2 * i + 1), entries[i].second))
                return false;
        return accept(value::map(std::move(entries)), out);
    }

    /// A range as a list: the keys, where it is a map.
    bool range_of(const instruction& at, value& range) {
        if (!evaluate(operand(at, 0), range)) return false;
        if (range.kind() == value_kind::map) {
            if (!take(range.size())) return false;
            range = value::list(range.keys());
        }
        return range.kind() == value_kind::list || no_overload({range});
    }

    bool comprehension(const instruction& at, value& out) {
        value range;
        if (!range_of(at, range)) return false;
        switch (at.comprehension) {
        case comprehension_kind::all: return quantify(at, range, false, out);
        case comprehension_kind::exists: return quantify(at, range, true, out);
        case comprehension_kind::exists_one: return exactly_one(at, range, out);
        case comprehension_kind::map:
        case comprehension_kind::filter: break;
        }
        return transform(at, range, out);
    }

    /// A chain of `&&` or `||` over the elements, with the same absorption of faults.
    bool quantify(const instruction& at, const value& range, bool deciding, value& out) {
        std::optional<refusal> first_fault;
        for (std::size_t i = 0; i < range.size(); ++i) {
            bool holds = false;
            if (predicate(at, range, i, holds)) {
                if (holds != deciding) continue;
                out = value::boolean(deciding);
                return true;
            }
            if (steps_.exhausted()) return false;
            if (!first_fault) first_fault = std::move(fault_);
        }
        if (first_fault) return fail(std::move(*first_fault));
        out = value::boolean(!deciding);
        return true;
    }

    bool predicate(const instruction& at, const value& range, std::size_t number, bool& holds) {
        if (!take(1)) return false;
        locals_[at.slot] = range.at(number);
        value truth;
        if (!evaluate(operand(at, 1), truth)) return false;
        if (truth.kind() != value_kind::boolean) return no_overload({truth});
        holds = truth.as_boolean();
        return true;
    }

    bool exactly_one(const instruction& at, const value& range, value& out) {
        std::size_t count = 0;
        for (std::size_t i = 0; i < range.size(); ++i) {
            bool holds = false;
            if (!predicate(at, range, i, holds)) return false;
            count += holds ? 1 : 0;
        }
        out = value::boolean(count == 1);
        return true;
    }

    /// `filter`, and `map` with or without a predicate.
    bool transform(const instruction& at, const value& range, value& out) {
        const bool filters = at.comprehension == comprehension_kind::filter;
        std::vector<value> kept;
        for (std::size_t i = 0; i < range.size(); ++i) {
            bool holds = true;
            if (filters || at.operand_count == 3) {
                if (!predicate(at, range, i, holds)) return false;
            } else {
                if (!take(1)) return false;
                locals_[at.slot] = range.at(i);
            }
            if (!holds) continue;
            value& next = kept.emplace_back();
            if (filters)
                next = range.at(i);
            else if (!evaluate(operand(at, at.operand_count - 1), next))
                return false;
        }
        out = value::list(std::move(kept));
        return true;
    }

    const program& program_;
    const activation& activation_;
    step_counter steps_;
    std::vector<value> locals_;
    boost::container::small_vector<const value*, variables_inline> variables_;
    std::optional<refusal> fault_;
};

} // namespace

result<value> run(const program& compiled, const activation& bound, std::uint64_t steps_max, std::uint64_t& steps_used) {
    return evaluator{compiled, bound, steps_max}.run(steps_used);
}

} // namespace sluice::cel
