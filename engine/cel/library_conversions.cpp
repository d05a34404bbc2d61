#include "engine/cel/library.hpp"
#include "engine/cel/number_literal.hpp"
#include "engine/cel/utf8.hpp"

#include <fmt/format.h>

#include <cmath>

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

refusal not_convertible(std::string_view written, std::string_view wanted) {
    return failure(fmt::format("“{}”不能转换为 {}", written, wanted),
                   fmt::format("'{}' cannot be converted to {}", written, wanted));
}

result<value> to_integer(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    switch (from.kind()) {
    case value_kind::integer: return from;
    case value_kind::unsigned_integer:
        if (from.as_unsigned() > INT64_MAX) return out_of_range("整数", "integer");
        return value::integer(static_cast<std::int64_t>(from.as_unsigned()));
    case value_kind::floating: {
        const double number = from.as_floating();
        // The reference rejects -2^63 too, since it cannot tell it from what was rounded to it.
        if (!(number > -two_to_63 && number < two_to_63)) return out_of_range("整数", "integer");
        return value::integer(static_cast<std::int64_t>(number));
    }
    case value_kind::string: {
        const auto number = parse_integer(from.as_string());
        if (!number) return not_convertible(from.as_string(), "int");
        return value::integer(*number);
    }
    case value_kind::timestamp: return value::integer(from.as_timestamp().seconds);
    default: return no_such_overload(arguments);
    }
}

result<value> to_unsigned(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    switch (from.kind()) {
    case value_kind::unsigned_integer: return from;
    case value_kind::integer:
        if (from.as_integer() < 0) return out_of_range("无符号整数", "unsigned integer");
        return value::unsigned_integer(static_cast<std::uint64_t>(from.as_integer()));
    case value_kind::floating: {
        const double number = from.as_floating();
        if (!(number >= 0 && number < two_to_64)) return out_of_range("无符号整数", "unsigned integer");
        return value::unsigned_integer(static_cast<std::uint64_t>(number));
    }
    case value_kind::string: {
        const auto number = parse_unsigned(from.as_string());
        if (!number) return not_convertible(from.as_string(), "uint");
        return value::unsigned_integer(*number);
    }
    default: return no_such_overload(arguments);
    }
}

result<value> to_floating(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    switch (from.kind()) {
    case value_kind::floating: return from;
    case value_kind::integer: return value::floating(static_cast<double>(from.as_integer()));
    case value_kind::unsigned_integer: return value::floating(static_cast<double>(from.as_unsigned()));
    case value_kind::string: {
        const auto number = parse_floating(from.as_string());
        if (!number) return not_convertible(from.as_string(), "double");
        return value::floating(*number);
    }
    default: return no_such_overload(arguments);
    }
}

/// The shortest decimal that reads back as the same number.
std::string written(double number) {
    if (std::isnan(number)) return "NaN";
    if (std::isinf(number)) return number > 0 ? "+Inf" : "-Inf";
    return fmt::format("{}", number);
}

result<value> to_string_value(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    switch (from.kind()) {
    case value_kind::string: return from;
    case value_kind::boolean: return value::string(from.as_boolean() ? "true" : "false");
    case value_kind::integer: return value::string(std::to_string(from.as_integer()));
    case value_kind::unsigned_integer: return value::string(std::to_string(from.as_unsigned()));
    case value_kind::floating: return value::string(written(from.as_floating()));
    case value_kind::bytes:
        if (!is_utf8(from.as_bytes())) return failure("字节串不是合法的 UTF-8", "invalid UTF-8");
        return value::string(std::string{from.as_bytes()});
    case value_kind::timestamp: return value::string(to_string(from.as_timestamp()));
    case value_kind::duration: return value::string(to_string(from.as_duration()));
    default: return no_such_overload(arguments);
    }
}

result<value> to_bytes(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    if (from.kind() == value_kind::bytes) return from;
    if (from.kind() == value_kind::string) return value::bytes(std::string{from.as_string()});
    return no_such_overload(arguments);
}

result<value> to_boolean(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    if (from.kind() == value_kind::boolean) return from;
    if (from.kind() != value_kind::string) return no_such_overload(arguments);
    const auto word = from.as_string();
    for (const std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"})
        if (word == yes) return value::boolean(true);
    for (const std::string_view no : {"0", "f", "F", "false", "FALSE", "False"})
        if (word == no) return value::boolean(false);
    return not_convertible(word, "bool");
}

result<value> to_time(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    if (from.kind() == value_kind::timestamp) return from;
    if (from.kind() == value_kind::integer) {
        const auto when = timestamp_from_seconds(from.as_integer());
        if (!when) return out_of_range("时间", "timestamp");
        return value::time(*when);
    }
    if (from.kind() != value_kind::string) return no_such_overload(arguments);
    const auto when = parse_timestamp(from.as_string());
    if (!when) return not_convertible(from.as_string(), "timestamp");
    return value::time(*when);
}

result<value> to_length(arguments_view arguments, step_counter&) {
    const auto& from = arguments[0];
    if (from.kind() == value_kind::duration) return from;
    if (from.kind() != value_kind::string) return no_such_overload(arguments);
    const auto span = parse_duration(from.as_string());
    if (!span) return not_convertible(from.as_string(), "duration (or out of range)");
    return value::length(*span);
}

result<value> as_dynamic(arguments_view arguments, step_counter&) {
    return arguments[0];
}

result<value> type_of(arguments_view arguments, step_counter&) {
    return value::of_type(kind_of_type(arguments[0].kind()));
}

} // namespace

void add_conversions(function_table& table) {
    const type truth = type::boolean(), number = type::integer(), positive = type::unsigned_integer(),
               real = type::floating(), string = type::string(), bytes = type::bytes(), time = type::timestamp(),
               length = type::duration(), a = type::parameter(0);
    const auto put = [&](std::string name, std::initializer_list<type> from, const type& to, implementation run) {
        standard_function made{{}, run};
        for (const auto& of : from) made.overloads.push_back({false, {of}, to});
        table.emplace(std::move(name), std::move(made));
    };
    put("int", {number, positive, real, string, time}, number, to_integer);
    put("uint", {positive, number, real, string}, positive, to_unsigned);
    put("double", {real, number, positive, string}, real, to_floating);
    put("string", {string, truth, number, positive, real, bytes, time, length}, string, to_string_value);
    put("bytes", {bytes, string}, bytes, to_bytes);
    put("bool", {truth, string}, truth, to_boolean);
    put("timestamp", {time, number, string}, time, to_time);
    put("duration", {length, string}, length, to_length);
    put("dyn", {a}, type::dynamic(), as_dynamic);
    put("type", {a}, type::type_of(a), type_of);
}

} // namespace sluice::cel
