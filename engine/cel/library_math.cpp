#include "engine/cel/comparison.hpp"
#include "engine/cel/library.hpp"

#include <cmath>

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;

/// The least or greatest of a list of numbers, or of one number.
template<bool Greatest>
result<value> extreme(arguments_view arguments, step_counter& steps) {
    const auto& numbers = arguments[0];
    if (is_number(numbers.kind())) return numbers;
    if (numbers.kind() != value_kind::list) return no_such_overload(arguments);
    if (numbers.size() == 0) return failure("列表为空，没有最值", "an empty list has no extreme");
    if (!steps.take(numbers.size())) return value{};
    value best = numbers.at(0);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const value next = numbers.at(i);
        if (!is_number(next.kind()) || !is_number(best.kind())) return no_such_overload(arguments);
        const auto order = compare_numbers(next, best);
        if (order == (Greatest ? std::partial_ordering::greater : std::partial_ordering::less)) best = next;
    }
    return best;
}

template<double (*Round)(double)>
result<value> rounded(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::floating) return no_such_overload(arguments);
    return value::floating(Round(arguments[0].as_floating()));
}

double upward(double number) {
    return std::ceil(number);
}
double downward(double number) {
    return std::floor(number);
}
double half_away(double number) {
    return std::round(number);
}
double towards_zero(double number) {
    return std::trunc(number);
}

template<bool (*Test)(double)>
result<value> tested(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::floating) return no_such_overload(arguments);
    return value::boolean(Test(arguments[0].as_floating()));
}

bool is_nan(double number) {
    return std::isnan(number);
}
bool is_infinite(double number) {
    return std::isinf(number);
}
bool is_finite(double number) {
    return std::isfinite(number);
}

result<value> absolute(arguments_view arguments, step_counter&) {
    const auto& number = arguments[0];
    switch (number.kind()) {
    case value_kind::unsigned_integer:
        return number;
    case value_kind::floating:
        return value::floating(std::fabs(number.as_floating()));
    case value_kind::integer:
        if (number.as_integer() == INT64_MIN) return failure("整数运算溢出", "integer overflow");
        return value::integer(std::abs(number.as_integer()));
    default:
        return no_such_overload(arguments);
    }
}

result<value> sign(arguments_view arguments, step_counter&) {
    const auto& number = arguments[0];
    switch (number.kind()) {
    case value_kind::unsigned_integer:
        return value::unsigned_integer(number.as_unsigned() > 0 ? 1 : 0);
    case value_kind::integer:
        return value::integer((number.as_integer() > 0 ? 1 : 0) - (number.as_integer() < 0 ? 1 : 0));
    case value_kind::floating: {
        const double real = number.as_floating();
        if (std::isnan(real)) return number;
        return value::floating((real > 0 ? 1.0 : 0.0) - (real < 0 ? 1.0 : 0.0));
    }
    default:
        return no_such_overload(arguments);
    }
}

result<value> square_root(arguments_view arguments, step_counter&) {
    const auto& number = arguments[0];
    if (!is_number(number.kind())) return no_such_overload(arguments);
    if (number.kind() == value_kind::floating) return value::floating(std::sqrt(number.as_floating()));
    if (number.kind() == value_kind::integer)
        return value::floating(std::sqrt(static_cast<double>(number.as_integer())));
    return value::floating(std::sqrt(static_cast<double>(number.as_unsigned())));
}

enum class bit_operation { conjunction, disjunction, difference };

template<bit_operation Which>
std::uint64_t combined(std::uint64_t left, std::uint64_t right) {
    if (Which == bit_operation::conjunction) return left & right;
    return Which == bit_operation::disjunction ? left | right : left ^ right;
}

template<bit_operation Which>
result<value> bits(arguments_view arguments, step_counter&) {
    const auto &left = arguments[0], &right = arguments[1];
    if (left.kind() != right.kind()) return no_such_overload(arguments);
    if (left.kind() == value_kind::unsigned_integer)
        return value::unsigned_integer(combined<Which>(left.as_unsigned(), right.as_unsigned()));
    if (left.kind() != value_kind::integer) return no_such_overload(arguments);
    return value::integer(static_cast<std::int64_t>(combined<Which>(static_cast<std::uint64_t>(left.as_integer()),
                                                                    static_cast<std::uint64_t>(right.as_integer()))));
}

result<value> bits_turned(arguments_view arguments, step_counter&) {
    const auto& number = arguments[0];
    if (number.kind() == value_kind::unsigned_integer) return value::unsigned_integer(~number.as_unsigned());
    if (number.kind() == value_kind::integer) return value::integer(~number.as_integer());
    return no_such_overload(arguments);
}

/// The bits move out at the end and zeros move in, also at the sign.
template<bool Left>
result<value> shifted(arguments_view arguments, step_counter&) {
    const auto &number = arguments[0], &by = arguments[1];
    const bool is_signed = number.kind() == value_kind::integer;
    if ((!is_signed && number.kind() != value_kind::unsigned_integer) || by.kind() != value_kind::integer)
        return no_such_overload(arguments);
    if (by.as_integer() < 0) return failure("移位的位数不能为负", "negative offset of a shift");
    const std::uint64_t from = is_signed ? static_cast<std::uint64_t>(number.as_integer()) : number.as_unsigned();
    const std::uint64_t moved = by.as_integer() > 63 ? 0 : Left ? from << by.as_integer() : from >> by.as_integer();
    return is_signed ? value::integer(static_cast<std::int64_t>(moved)) : value::unsigned_integer(moved);
}

} // namespace

void add_math(function_table& table) {
    const type number = type::integer(), positive = type::unsigned_integer(), real = type::floating(),
               truth = type::boolean();
    const auto put = [&](std::string name, std::vector<overload> overloads, implementation run) {
        table.emplace("math." + name, standard_function{std::move(overloads), run});
    };
    std::vector<overload> extremes, same, roots, pairs, turns, shifts;
    for (const auto& of : {number, positive, real}) {
        extremes.push_back({false, {of}, of});
        extremes.push_back({false, {type::list(of)}, of});
        same.push_back({false, {of}, of});
        roots.push_back({false, {of}, real});
    }
    for (const auto& of : {number, positive}) {
        pairs.push_back({false, {of, of}, of});
        turns.push_back({false, {of}, of});
        shifts.push_back({false, {of, number}, of});
    }
    put("least", extremes, extreme<false>);
    put("greatest", extremes, extreme<true>);
    put("ceil", {{false, {real}, real}}, rounded<upward>);
    put("floor", {{false, {real}, real}}, rounded<downward>);
    put("round", {{false, {real}, real}}, rounded<half_away>);
    put("trunc", {{false, {real}, real}}, rounded<towards_zero>);
    put("isNaN", {{false, {real}, truth}}, tested<is_nan>);
    put("isInf", {{false, {real}, truth}}, tested<is_infinite>);
    put("isFinite", {{false, {real}, truth}}, tested<is_finite>);
    put("abs", same, absolute);
    put("sign", same, sign);
    put("sqrt", roots, square_root);
    put("bitAnd", pairs, bits<bit_operation::conjunction>);
    put("bitOr", pairs, bits<bit_operation::disjunction>);
    put("bitXor", pairs, bits<bit_operation::difference>);
    put("bitNot", turns, bits_turned);
    put("bitShiftLeft", shifts, shifted<true>);
    put("bitShiftRight", shifts, shifted<false>);
}

} // namespace sluice::cel
