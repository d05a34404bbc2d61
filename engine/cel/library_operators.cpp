#include "engine/cel/comparison.hpp"
#include "engine/cel/library.hpp"
#include "engine/cel/syntax.hpp"
#include "engine/cel/utf8.hpp"

#include <fmt/format.h>

#include <array>

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;

refusal overflow() {
    return failure("整数运算溢出", "integer overflow");
}

bool both(arguments_view arguments, value_kind kind) {
    return arguments[0].kind() == kind && arguments[1].kind() == kind;
}

/// `number` is a reference because it is written while the first argument is computed.
template<class Number>
result<value> checked(bool overflowed, const Number& number) {
    if (overflowed) return overflow();
    if constexpr (std::is_signed_v<Number>)
        return value::integer(number);
    else
        return value::unsigned_integer(number);
}

template<class Result>
result<value> in_range(const std::optional<Result>& made) {
    if (!made) return out_of_range("时间", "time");
    if constexpr (std::is_same_v<Result, timestamp>)
        return value::time(*made);
    else
        return value::length(*made);
}

result<value> joined_lists(const value& left, const value& right, step_counter& steps) {
    std::vector<value> all;
    if (!steps.take(left.size() + right.size())) return value{};
    all.reserve(left.size() + right.size());
    for (const auto* list : {&left, &right})
        for (std::size_t i = 0; i < list->size(); ++i)
            all.push_back(list->at(i));
    return value::list(std::move(all));
}

result<value> joined_texts(std::string_view left, std::string_view right, bool bytes) {
    if (left.size() + right.size() > made_text_bytes_max) return too_long();
    std::string all{left};
    all += right;
    return bytes ? value::bytes(std::move(all)) : value::string(std::move(all));
}

result<value> add_values(arguments_view arguments, step_counter& steps) {
    const auto &left = arguments[0], &right = arguments[1];
    if (left.kind() == value_kind::timestamp && right.kind() == value_kind::duration)
        return in_range(add(left.as_timestamp(), right.as_duration()));
    if (left.kind() == value_kind::duration && right.kind() == value_kind::timestamp)
        return in_range(add(right.as_timestamp(), left.as_duration()));
    if (left.kind() != right.kind()) return no_such_overload(arguments);
    switch (left.kind()) {
    case value_kind::integer: {
        std::int64_t sum = 0;
        return checked(__builtin_add_overflow(left.as_integer(), right.as_integer(), &sum), sum);
    }
    case value_kind::unsigned_integer: {
        std::uint64_t sum = 0;
        return checked(__builtin_add_overflow(left.as_unsigned(), right.as_unsigned(), &sum), sum);
    }
    case value_kind::floating:
        return value::floating(left.as_floating() + right.as_floating());
    case value_kind::string:
        return joined_texts(left.as_string(), right.as_string(), false);
    case value_kind::bytes:
        return joined_texts(left.as_bytes(), right.as_bytes(), true);
    case value_kind::list:
        return joined_lists(left, right, steps);
    case value_kind::duration:
        return in_range(add(left.as_duration(), right.as_duration()));
    default:
        return no_such_overload(arguments);
    }
}

result<value> subtract_values(arguments_view arguments, step_counter&) {
    const auto &left = arguments[0], &right = arguments[1];
    if (left.kind() == value_kind::timestamp && right.kind() == value_kind::duration)
        return in_range(subtract(left.as_timestamp(), right.as_duration()));
    if (left.kind() != right.kind()) return no_such_overload(arguments);
    switch (left.kind()) {
    case value_kind::integer: {
        std::int64_t difference = 0;
        return checked(__builtin_sub_overflow(left.as_integer(), right.as_integer(), &difference), difference);
    }
    case value_kind::unsigned_integer: {
        std::uint64_t difference = 0;
        return checked(__builtin_sub_overflow(left.as_unsigned(), right.as_unsigned(), &difference), difference);
    }
    case value_kind::floating:
        return value::floating(left.as_floating() - right.as_floating());
    case value_kind::timestamp:
        return in_range(subtract(left.as_timestamp(), right.as_timestamp()));
    case value_kind::duration:
        return in_range(subtract(left.as_duration(), right.as_duration()));
    default:
        return no_such_overload(arguments);
    }
}

result<value> multiply_values(arguments_view arguments, step_counter&) {
    const auto &left = arguments[0], &right = arguments[1];
    if (both(arguments, value_kind::integer)) {
        std::int64_t product = 0;
        return checked(__builtin_mul_overflow(left.as_integer(), right.as_integer(), &product), product);
    }
    if (both(arguments, value_kind::unsigned_integer)) {
        std::uint64_t product = 0;
        return checked(__builtin_mul_overflow(left.as_unsigned(), right.as_unsigned(), &product), product);
    }
    if (both(arguments, value_kind::floating)) return value::floating(left.as_floating() * right.as_floating());
    return no_such_overload(arguments);
}

/// Quotient or remainder; doubles have no remainder.
template<bool Remainder>
result<value> divide_values(arguments_view arguments, step_counter&) {
    const auto &left = arguments[0], &right = arguments[1];
    const auto by_zero = [] {
        return Remainder ? failure("对零取余", "modulus by zero") : failure("除数为零", "division by zero");
    };
    if (both(arguments, value_kind::integer)) {
        const std::int64_t dividend = left.as_integer(), divisor = right.as_integer();
        if (divisor == 0) return by_zero();
        if (dividend == INT64_MIN && divisor == -1) return overflow();
        return value::integer(Remainder ? dividend % divisor : dividend / divisor);
    }
    if (both(arguments, value_kind::unsigned_integer)) {
        const std::uint64_t dividend = left.as_unsigned(), divisor = right.as_unsigned();
        if (divisor == 0) return by_zero();
        return value::unsigned_integer(Remainder ? dividend % divisor : dividend / divisor);
    }
    if (!Remainder && both(arguments, value_kind::floating))
        return value::floating(left.as_floating() / right.as_floating());
    return no_such_overload(arguments);
}

result<value> negate_value(arguments_view arguments, step_counter&) {
    const auto& number = arguments[0];
    if (number.kind() == value_kind::floating) return value::floating(-number.as_floating());
    if (number.kind() != value_kind::integer) return no_such_overload(arguments);
    if (number.as_integer() == INT64_MIN) return overflow();
    return value::integer(-number.as_integer());
}

/// The element with that number, or nothing when the list is shorter.
result<std::optional<value>> find_in_list(arguments_view arguments) {
    auto index = std::optional<value>{arguments[1]};
    if (index->kind() == value_kind::floating) index = whole_number(index->as_floating());
    if (!index) return failure("列表下标须是整数", "a list index must be a whole number");
    if (!is_number(index->kind())) return no_such_overload(arguments);
    const bool negative = index->kind() == value_kind::integer && index->as_integer() < 0;
    const std::uint64_t position =
        index->kind() == value_kind::integer ? static_cast<std::uint64_t>(index->as_integer()) : index->as_unsigned();
    if (negative || position >= arguments[0].size()) return std::optional<value>{};
    return std::optional<value>{arguments[0].at(position)};
}

result<std::optional<value>> find_element(arguments_view arguments) {
    if (arguments[0].kind() == value_kind::list) return find_in_list(arguments);
    if (arguments[0].kind() != value_kind::map) return no_such_overload(arguments);
    return arguments[0].find(arguments[1]);
}

/// `a[?b]`, and `a[b]` of an optional.
result<value> optional_element(arguments_view arguments, step_counter&) {
    std::array<value, 2> operands{arguments[0], arguments[1]};
    if (operands[0].kind() == value_kind::optional) {
        if (!arguments[0].as_optional()) return value::optional(std::nullopt);
        operands[0] = *arguments[0].as_optional();
    }
    auto found = find_element(operands);
    if (!found) return found.error();
    return value::optional(std::move(*found));
}

result<value> element(arguments_view arguments, step_counter& steps) {
    if (arguments[0].kind() == value_kind::optional) return optional_element(arguments, steps);
    auto found = find_element(arguments);
    if (!found) return found.error();
    if (*found) return std::move(**found);
    const std::string key = arguments[1].kind() == value_kind::string ? std::string{arguments[1].as_string()}
                                                                      : arguments[1].to_json().dump();
    if (arguments[0].kind() == value_kind::map) return failure("没有这个键：" + key, "no such key: " + key);
    return failure(fmt::format("下标 {} 越界，列表有 {} 项", key, arguments[0].size()),
                   fmt::format("index {} out of bounds: the list has {} elements", key, arguments[0].size()));
}

result<value> is_in(arguments_view arguments, step_counter& steps) {
    const auto &wanted = arguments[0], &container = arguments[1];
    if (container.kind() == value_kind::map) return value::boolean(container.find(wanted).has_value());
    if (container.kind() != value_kind::list) return no_such_overload(arguments);
    for (std::size_t i = 0; i < container.size(); ++i)
        if (equal(wanted, container.at(i), steps)) return value::boolean(true);
    return value::boolean(false);
}

result<value> size_of(arguments_view arguments, step_counter&) {
    const auto& measured = arguments[0];
    switch (measured.kind()) {
    case value_kind::string:
        return value::integer(static_cast<std::int64_t>(count_characters(measured.as_string())));
    case value_kind::bytes:
        return value::integer(static_cast<std::int64_t>(measured.as_bytes().size()));
    case value_kind::list:
    case value_kind::map:
        return value::integer(static_cast<std::int64_t>(measured.size()));
    default:
        return no_such_overload(arguments);
    }
}

overload function(std::vector<type> parameters, type result_type) {
    return {false, std::move(parameters), std::move(result_type)};
}

/// The operator among values of one type, giving that type.
std::vector<overload> within(std::initializer_list<type> types) {
    std::vector<overload> all;
    for (const auto& of : types)
        all.push_back(function({of, of}, of));
    return all;
}

} // namespace

void add_operators(function_table& table) {
    const type a = type::parameter(0), b = type::parameter(1), truth = type::boolean(), number = type::integer(),
               positive = type::unsigned_integer(), real = type::floating(), string = type::string(),
               bytes = type::bytes(), time = type::timestamp(), length = type::duration(), list = type::list(a),
               map = type::map(a, b);
    const auto put = [&](std::string_view name, std::vector<overload> overloads, implementation run) {
        table.emplace(name, standard_function{std::move(overloads), run});
    };
    auto sums = within({number, positive, real, string, bytes, list, length});
    sums.push_back(function({time, length}, time));
    sums.push_back(function({length, time}, time));
    auto differences = within({number, positive, real, length});
    differences.push_back(function({time, length}, time));
    differences.push_back(function({time, time}, length));
    put(operators::add, std::move(sums), add_values);
    put(operators::subtract, std::move(differences), subtract_values);
    put(operators::multiply, within({number, positive, real}), multiply_values);
    put(operators::divide, within({number, positive, real}), divide_values<false>);
    put(operators::modulo, within({number, positive}), divide_values<true>);
    put(operators::negate, {function({number}, number), function({real}, real)}, negate_value);
    const type optional_list = type::optional(list), optional_map = type::optional(map);
    std::vector<overload> of_optionals{function({optional_list, number}, type::optional(a)),
                                       function({optional_map, a}, type::optional(b))};
    std::vector<overload> elements{function({list, number}, a), function({map, a}, b)};
    elements.insert(elements.end(), of_optionals.begin(), of_optionals.end());
    put(operators::index, std::move(elements), element);
    of_optionals.push_back(function({list, number}, type::optional(a)));
    of_optionals.push_back(function({map, a}, type::optional(b)));
    put(operators::optional_index, std::move(of_optionals), optional_element);
    put(operators::in, {function({a, list}, truth), function({a, map}, truth)}, is_in);
    std::vector<overload> sizes;
    for (const auto& of : {string, bytes, list, map})
        for (const bool method : {false, true})
            sizes.push_back({method, {of}, number});
    put("size", std::move(sizes), size_of);
    // The evaluator itself carries these out; the checker needs their types.
    put(operators::logical_not, {function({truth}, truth)}, nullptr);
    put(operators::conditional, {function({truth, a, a}, a)}, nullptr);
    for (const auto name : {operators::equal, operators::not_equal})
        put(name, {function({a, a}, truth)}, nullptr);
    std::vector<overload> orders;
    for (const auto& of : {truth, number, positive, real, string, bytes, time, length})
        orders.push_back(function({of, of}, truth));
    for (const auto name : {operators::less, operators::less_equal, operators::greater, operators::greater_equal})
        put(name, orders, nullptr);
}

} // namespace sluice::cel
