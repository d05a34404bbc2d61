#include "engine/cel/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sluice::cel {
namespace {

constexpr double two_to_63 = 9223372036854775808.0;
constexpr double two_to_64 = 18446744073709551616.0;

double as_double(const value& number) {
    switch (number.kind()) {
    case value_kind::integer: return static_cast<double>(number.as_integer());
    case value_kind::unsigned_integer: return static_cast<double>(number.as_unsigned());
    default: return number.as_floating();
    }
}

std::partial_ordering compare_mixed_integers(std::int64_t left, std::uint64_t right) {
    if (left < 0) return std::partial_ordering::less;
    return static_cast<std::uint64_t>(left) <=> right;
}

std::partial_ordering reversed(std::partial_ordering order) {
    return 0 <=> order;
}

bool equal_lists(const value& left, const value& right, step_counter& steps) {
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (!equal(left.at(i), right.at(i), steps)) return false;
    return true;
}

bool equal_maps(const value& left, const value& right, step_counter& steps) {
    if (left.size() != right.size()) return false;
    for (const auto& key : left.keys()) {
        const auto here = left.find(key), there = right.find(key);
        if (!here || !there || !equal(*here, *there, steps)) return false;
    }
    return true;
}

bool equal_texts(std::string_view left, std::string_view right, step_counter& steps) {
    return left.size() == right.size() && steps.take(steps_for_bytes(left.size())) && left == right;
}

int rank(value_kind kind) {
    return kind == value_kind::boolean ? 0 : is_number(kind) ? 1 : 2;
}

} // namespace

std::partial_ordering compare_numbers(const value& left, const value& right) {
    const auto l = left.kind(), r = right.kind();
    if (l == value_kind::floating || r == value_kind::floating) return as_double(left) <=> as_double(right);
    if (l == value_kind::integer)
        return r == value_kind::integer ? left.as_integer() <=> right.as_integer()
                                        : compare_mixed_integers(left.as_integer(), right.as_unsigned());
    return r == value_kind::integer ? reversed(compare_mixed_integers(right.as_integer(), left.as_unsigned()))
                                    : left.as_unsigned() <=> right.as_unsigned();
}

std::optional<std::partial_ordering> compare(const value& left, const value& right) {
    if (is_number(left.kind()) && is_number(right.kind())) return compare_numbers(left, right);
    if (left.kind() != right.kind()) return std::nullopt;
    switch (left.kind()) {
    case value_kind::boolean: return left.as_boolean() <=> right.as_boolean();
    case value_kind::string: return left.as_string() <=> right.as_string();
    case value_kind::bytes: return left.as_bytes() <=> right.as_bytes();
    case value_kind::timestamp: return left.as_timestamp() <=> right.as_timestamp();
    case value_kind::duration: return left.as_duration() <=> right.as_duration();
    default: return std::nullopt;
    }
}

bool equal(const value& left, const value& right, step_counter& steps) {
    if (!steps.take(1)) return false;
    if (is_number(left.kind()) && is_number(right.kind()))
        return compare_numbers(left, right) == std::partial_ordering::equivalent;
    if (left.kind() != right.kind()) return false;
    switch (left.kind()) {
    case value_kind::null: return true;
    case value_kind::boolean: return left.as_boolean() == right.as_boolean();
    case value_kind::string: return equal_texts(left.as_string(), right.as_string(), steps);
    case value_kind::bytes: return equal_texts(left.as_bytes(), right.as_bytes(), steps);
    case value_kind::list: return equal_lists(left, right, steps);
    case value_kind::map: return equal_maps(left, right, steps);
    case value_kind::type: return left.as_type() == right.as_type();
    case value_kind::timestamp: return left.as_timestamp() == right.as_timestamp();
    case value_kind::duration: return left.as_duration() == right.as_duration();
    case value_kind::optional: {
        const value *here = left.as_optional(), *there = right.as_optional();
        return here && there ? equal(*here, *there, steps) : here == there;
    }
    default: return false;
    }
}

bool key_less(const value& left, const value& right) {
    const int l = rank(left.kind()), r = rank(right.kind());
    if (l != r) return l < r;
    return compare(left, right) == std::partial_ordering::less;
}

std::optional<value> whole_number(double number) {
    if (std::trunc(number) != number) return std::nullopt;
    if (number >= -two_to_63 && number < two_to_63) return value::integer(static_cast<std::int64_t>(number));
    if (number >= 0 && number < two_to_64) return value::unsigned_integer(static_cast<std::uint64_t>(number));
    return std::nullopt;
}

} // namespace sluice::cel
