#include "engine/cel/base64.hpp"
#include "engine/cel/value.hpp"

#include <cmath>

namespace sluice::cel {
namespace {

json list_to_json(const value& list) {
    json written = json::array();
    for (std::size_t i = 0; i < list.size(); ++i)
        written.push_back(list.at(i).to_json());
    return written;
}

json map_to_json(const value& map) {
    json written = json::object();
    for (const auto& key : map.keys()) {
        const auto mapped = map.find(key);
        const std::string name = key.kind() == value_kind::string ? std::string{key.as_string()} : key.to_json().dump();
        written[name] = mapped ? mapped->to_json() : json{};
    }
    return written;
}

} // namespace

json value::to_json() const {
    switch (kind_) {
    case value_kind::null:
        return {};
    case value_kind::boolean:
        return content_.boolean;
    case value_kind::integer:
        return content_.integer;
    case value_kind::unsigned_integer:
        return content_.unsigned_integer;
    case value_kind::floating:
        return std::isfinite(content_.floating) ? json(content_.floating) : json();
    case value_kind::string:
        return std::string{content_.text.view()};
    case value_kind::bytes:
        return to_base64(content_.text.view());
    case value_kind::type:
        return std::string{runtime_name(content_.denoted)};
    case value_kind::timestamp:
        return to_string(content_.when);
    case value_kind::duration:
        return to_string(content_.length);
    case value_kind::optional:
        return content_.held ? content_.held->to_json() : json();
    case value_kind::list:
        return is_view_ ? *content_.document : list_to_json(*this);
    case value_kind::map:
        return is_view_ ? *content_.document : map_to_json(*this);
    }
    return {};
}

} // namespace sluice::cel
