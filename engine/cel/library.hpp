#pragma once

#include "engine/base/result.hpp"
#include "engine/cel/steps.hpp"
#include "engine/cel/type.hpp"
#include "engine/cel/value.hpp"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::cel {

/// One way to call a function. A method's first parameter is its target.
struct overload {
    bool method = false;
    std::vector<type> parameters;
    type result_type;
};

/// What a function does. The number of arguments is that of one of its overloads, their kinds are for it to look at;
/// any kinds without an overload are refused with `guard_failed`.
using implementation = result<value> (*)(std::span<const value> arguments, step_counter& steps);

struct standard_function {
    std::vector<overload> overloads;
    implementation run = nullptr;
};

using function_table = std::map<std::string, standard_function, std::less<>>;

/// The standard library: operators, conversions and times; and of cel-go's extensions strings, math, encoders and
/// optionals.
const function_table& standard_library();

/// Null when there is none of that name.
const standard_function* find_standard_function(std::string_view name);

void add_operators(function_table& table);
void add_conversions(function_table& table);
void add_strings(function_table& table);
void add_format(function_table& table);
void add_math(function_table& table);
void add_encoders(function_table& table);
void add_times(function_table& table);
void add_optionals(function_table& table);

/// No text that a function makes is longer than this.
inline constexpr std::size_t made_text_bytes_max = 1'000'000;

/// A run-time error in words.
refusal failure(std::string zh, std::string en);
/// "no such overload": the kinds of the arguments fit none.
refusal no_such_overload(std::span<const value> arguments);
refusal out_of_range(std::string_view what_zh, std::string_view what_en);
refusal too_long();

} // namespace sluice::cel
