#include "engine/schema/canonical.hpp"

#include "engine/schema/decimal.hpp"

#include <algorithm>
#include <limits>

namespace sluice::schema {
namespace {

/// Strings are preceded by their length, so that no content can look like structure.
void write_string(const std::string& value, std::string& out) {
    out += std::to_string(value.size());
    out += ':';
    out += value;
}

void write(const json& value, std::string& out, std::size_t& steps_left);

void write_members(const json& value, std::string& out, std::size_t& steps_left) {
    out += value.is_object() ? '{' : '[';
    for (auto each = value.begin(); each != value.end() && steps_left > 0; ++each) {
        if (value.is_object()) write_string(each.key(), out);
        write(*each, out, steps_left);
    }
    out += value.is_object() ? '}' : ']';
}

void write(const json& value, std::string& out, std::size_t& steps_left) {
    constexpr std::size_t steps_of_a_value = 3, bytes_of_a_step = 64;
    const auto before = out.size();
    switch (value.type()) {
    case json::value_t::object:
    case json::value_t::array:
        write_members(value, out, steps_left);
        break;
    case json::value_t::string:
        write_string(value.get_ref<const std::string&>(), out);
        break;
    case json::value_t::boolean:
        out += value.get<bool>() ? 't' : 'f';
        break;
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
        out += '#';
        out += to_string(to_decimal(value));
        break;
    case json::value_t::null:
    case json::value_t::binary:
    case json::value_t::discarded:
        out += 'n';
        break;
    }
    steps_left -= std::min(steps_left, steps_of_a_value + (out.size() - before) / bytes_of_a_step);
}

} // namespace

std::string canonical(const json& value, std::size_t& steps_left) {
    std::string out;
    write(value, out, steps_left);
    return out;
}

std::string canonical(const json& value) {
    auto unbounded = std::numeric_limits<std::size_t>::max();
    return canonical(value, unbounded);
}

bool is_deeper_than(const json& value, std::size_t depth_max) {
    if (!value.is_structured()) return false;
    if (depth_max == 0) return true;
    for (const auto& inner : value)
        if (is_deeper_than(inner, depth_max - 1)) return true;
    return false;
}

} // namespace sluice::schema
