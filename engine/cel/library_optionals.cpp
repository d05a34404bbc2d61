#include "engine/cel/library.hpp"

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;

result<value> optional_of(arguments_view arguments, step_counter&) {
    return value::optional(arguments[0]);
}

result<value> optional_none(arguments_view, step_counter&) {
    return value::optional(std::nullopt);
}

/// What a variable of its kind has before it is set: nothing, zero, or empty.
bool is_zero(const value& asked) {
    switch (asked.kind()) {
    case value_kind::null:
        return true;
    case value_kind::boolean:
        return !asked.as_boolean();
    case value_kind::integer:
        return asked.as_integer() == 0;
    case value_kind::unsigned_integer:
        return asked.as_unsigned() == 0;
    case value_kind::floating:
        return asked.as_floating() == 0;
    case value_kind::string:
        return asked.as_string().empty();
    case value_kind::bytes:
        return asked.as_bytes().empty();
    case value_kind::list:
    case value_kind::map:
        return asked.size() == 0;
    case value_kind::duration:
        return asked.as_duration() == duration{};
    case value_kind::optional:
        return asked.as_optional() == nullptr;
    case value_kind::timestamp:
    case value_kind::type:
        break;
    }
    return false;
}

result<value> optional_of_non_zero(arguments_view arguments, step_counter&) {
    if (is_zero(arguments[0])) return value::optional(std::nullopt);
    return value::optional(arguments[0]);
}

result<value> has_value(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::optional) return no_such_overload(arguments);
    return value::boolean(arguments[0].as_optional() != nullptr);
}

result<value> held_value(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::optional) return no_such_overload(arguments);
    const value* held = arguments[0].as_optional();
    if (!held) return failure("可选值为空", "optional.none() has no value");
    return *held;
}

result<value> value_or(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::optional) return no_such_overload(arguments);
    const value* held = arguments[0].as_optional();
    return held ? *held : arguments[1];
}

result<value> optional_or(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::optional) return no_such_overload(arguments);
    return arguments[0].as_optional() ? arguments[0] : arguments[1];
}

} // namespace

void add_optionals(function_table& table) {
    const type a = type::parameter(0), optional = type::optional(a);
    const auto put = [&](std::string name, overload one, implementation run) {
        table.emplace(std::move(name), standard_function{{std::move(one)}, run});
    };
    put("optional.of", {false, {a}, optional}, optional_of);
    put("optional.ofNonZeroValue", {false, {a}, optional}, optional_of_non_zero);
    put("optional.none", {false, {}, optional}, optional_none);
    put("hasValue", {true, {optional}, type::boolean()}, has_value);
    put("value", {true, {optional}, a}, held_value);
    put("orValue", {true, {optional, a}, a}, value_or);
    put("or", {true, {optional, optional}, optional}, optional_or);
}

} // namespace sluice::cel
