#include "engine/cel/type.hpp"

#include <algorithm>

namespace sluice::cel {

type::type(type_kind kind, std::vector<type> parts)
    : kind_{kind}
    , parts_{std::make_shared<const std::vector<type>>(std::move(parts))} {}

type type::list(type element) {
    return type{type_kind::list, {std::move(element)}};
}

type type::map(type key, type mapped) {
    return type{type_kind::map, {std::move(key), std::move(mapped)}};
}

type type::optional(type element) {
    return type{type_kind::optional, {std::move(element)}};
}

type type::type_of(type inner) {
    return type{type_kind::type, {std::move(inner)}};
}

type type::object(std::shared_ptr<const object_type> shape) {
    type made{type_kind::object};
    made.shape_ = std::move(shape);
    return made;
}

type type::parameter(std::uint32_t number) {
    type made{type_kind::parameter};
    made.parameter_ = number;
    return made;
}

const std::vector<type>& type::parts() const {
    static const std::vector<type> none;
    return parts_ ? *parts_ : none;
}

std::string type::to_string() const {
    std::string name;
    switch (kind_) {
    case type_kind::null: return "null";
    case type_kind::boolean: return "bool";
    case type_kind::integer: return "int";
    case type_kind::unsigned_integer: return "uint";
    case type_kind::floating: return "double";
    case type_kind::string: return "string";
    case type_kind::bytes: return "bytes";
    case type_kind::timestamp: return "timestamp";
    case type_kind::duration: return "duration";
    case type_kind::dynamic: return "dyn";
    case type_kind::parameter: return "dyn";
    case type_kind::object: return shape_->name;
    case type_kind::list: name = "list"; break;
    case type_kind::map: name = "map"; break;
    case type_kind::type: name = "type"; break;
    case type_kind::optional: name = "optional_type"; break;
    }
    if (parts().empty()) return name;
    std::string inner;
    for (const auto& part : parts()) inner += (inner.empty() ? "" : ", ") + part.to_string();
    return name + "(" + inner + ")";
}

bool operator==(const type& left, const type& right) {
    if (left.kind_ != right.kind_ || left.parameter_ != right.parameter_) return false;
    if (left.kind_ == type_kind::object) return left.shape_->name == right.shape_->name;
    return left.parts_ == right.parts_ || left.parts() == right.parts();
}

const object_type::field* object_type::find(std::string_view field_name) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [&](const field& f) { return f.name == field_name; });
    return found == fields.end() ? nullptr : &*found;
}

} // namespace sluice::cel
