#include "engine/schema/canonical.hpp"

#include "engine/schema/decimal.hpp"

namespace sluice::schema {
namespace {

/// Strings are preceded by their length, so that no content can look like structure.
void write_string(const std::string& value, std::string& out) {
    out += std::to_string(value.size());
    out += ':';
    out += value;
}

void write(const json& value, std::string& out) {
    switch (value.type()) {
    case json::value_t::object:
        out += '{';
        for (const auto& [name, member] : value.get_ref<const json::object_t&>()) {
            write_string(name, out);
            write(member, out);
        }
        out += '}';
        return;
    case json::value_t::array:
        out += '[';
        for (const auto& item : value) write(item, out);
        out += ']';
        return;
    case json::value_t::string: write_string(value.get_ref<const std::string&>(), out); return;
    case json::value_t::boolean: out += value.get<bool>() ? 't' : 'f'; return;
    case json::value_t::number_integer:
    case json::value_t::number_unsigned:
    case json::value_t::number_float:
        out += '#';
        out += to_string(to_decimal(value));
        return;
    case json::value_t::null:
    case json::value_t::binary:
    case json::value_t::discarded: out += 'n'; return;
    }
}

} // namespace

std::string canonical(const json& value) {
    std::string out;
    write(value, out);
    return out;
}

bool is_deeper_than(const json& value, std::size_t depth_max) {
    if (!value.is_structured()) return false;
    if (depth_max == 0) return true;
    for (const auto& inner : value)
        if (is_deeper_than(inner, depth_max - 1)) return true;
    return false;
}

} // namespace sluice::schema
