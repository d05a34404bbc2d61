#pragma once

#include "engine/cel/steps.hpp"
#include "engine/cel/value.hpp"

#include <compare>
#include <optional>

namespace sluice::cel {

inline bool is_number(value_kind kind) {
    return kind == value_kind::integer || kind == value_kind::unsigned_integer || kind == value_kind::floating;
}

/// Numbers on one line, whatever their kinds: int and uint exactly, either against double as doubles. NaN is unordered.
std::partial_ordering compare_numbers(const value& left, const value& right);

/// The order behind `<`: numbers, and strings, bytes, booleans, timestamps and durations each among themselves;
/// nothing for all else.
std::optional<std::partial_ordering> compare(const value& left, const value& right);

/// Equality as CEL has it between any two values: values of unrelated kinds differ, numbers are equal by value.
/// Takes a step for each value compared; once they run out the answer means nothing and `steps.exhausted()` is true.
bool equal(const value& left, const value& right, step_counter& steps);

/// A total order of map keys, in which int and uint of one value are the same.
bool key_less(const value& left, const value& right);

/// The int or uint that the double is exactly, if any.
std::optional<value> whole_number(double number);

} // namespace sluice::cel
