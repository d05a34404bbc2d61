#include "engine/base/fen.hpp"
#include "engine/schema/shape.hpp"

#include <cmath>
#include <cstdint>
#include <utility>

namespace sluice::schema {
namespace {

using kind = shape::kind;

/// The shape of a member or item; null where nothing is known of it.
const shape* shape_of_member(const shape& of, const std::string& name) {
    const auto* known = of.find(name);
    return known != nullptr ? known->shape.get() : of.element.get();
}

json money_value(const json& data) {
    const auto amount = money_from_json(data, "");
    return amount ? json(amount->count()) : data;
}

json whole_value(const json& data) {
    constexpr double whole_max = 9.0e18;
    if (!data.is_number_float()) return data;
    const auto value = data.get<double>();
    const bool fits = std::trunc(value) == value && std::abs(value) <= whole_max;
    return fits ? json(static_cast<std::int64_t>(value)) : data;
}

bool is_flagged(const shape& of, withheld flag) {
    return flag == withheld::identity ? of.identity : of.confidential;
}

} // namespace

// Both functions go no deeper than the shape, which is finite: below it, data is copied as it is.

json to_values(const shape& of, const json& data) {
    if (of.is == kind::money) return money_value(data);
    if (of.is == kind::number && data.is_number()) return json(data.get<double>());
    if (of.is == kind::integer) return whole_value(data);
    json values = data;
    if (values.is_array() && of.element != nullptr)
        for (auto& item : values) item = to_values(*of.element, item);
    if (values.is_object())
        for (auto& [name, member] : values.get_ref<json::object_t&>())
            if (const auto* inner = shape_of_member(of, name)) member = to_values(*inner, member);
    return values;
}

json redact(const shape& of, json data, withheld flag) {
    if (is_flagged(of, flag)) return nullptr;
    if (data.is_array() && of.element != nullptr) {
        if (is_flagged(*of.element, flag)) return json::array();
        for (auto& item : data) item = redact(*of.element, std::move(item), flag);
    }
    if (!data.is_object()) return data;
    auto& members = data.get_ref<json::object_t&>();
    for (auto member = members.begin(); member != members.end();) {
        const auto* inner = shape_of_member(of, member->first);
        if (inner != nullptr && is_flagged(*inner, flag)) {
            member = members.erase(member);
            continue;
        }
        if (inner != nullptr) member->second = redact(*inner, std::move(member->second), flag);
        ++member;
    }
    return data;
}

} // namespace sluice::schema
