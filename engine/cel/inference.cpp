#include "engine/cel/inference.hpp"

#include <algorithm>

namespace sluice::cel {
namespace {

bool is_parameter(const type& of) {
    return of.kind() == type_kind::parameter;
}

/// Null may stand where a timestamp, duration, optional or object is expected.
bool is_nullable(const type& of) {
    switch (of.kind()) {
    case type_kind::null:
    case type_kind::timestamp:
    case type_kind::duration:
    case type_kind::optional:
    case type_kind::object: return true;
    default: return false;
    }
}

bool is_at_least_as_general(const type& left, const type& right) {
    if (left.is_dynamic() || is_parameter(left)) return true;
    if (right.is_dynamic() || is_parameter(right)) return false;
    if (right.kind() == type_kind::null && is_nullable(left)) return true;
    if (left.kind() != right.kind()) return false;
    if (left.parts().empty() || left.kind() == type_kind::type) return left == right;
    return std::equal(left.parts().begin(), left.parts().end(), right.parts().begin(), right.parts().end(),
                      is_at_least_as_general);
}

const type& more_general(const type& left, const type& right) {
    return is_at_least_as_general(left, right) ? left : right;
}

/// The same type with other parts.
type rebuilt(const type& of, std::vector<type> parts) {
    switch (of.kind()) {
    case type_kind::list: return type::list(std::move(parts[0]));
    case type_kind::map: return type::map(std::move(parts[0]), std::move(parts[1]));
    case type_kind::optional: return type::optional(std::move(parts[0]));
    case type_kind::type: return type::type_of(std::move(parts[0]));
    default: return of;
    }
}

/// The parameters of an overload (at most A and B) replaced.
type with_parameters(const type& generic, const std::vector<type>& made) {
    if (is_parameter(generic)) return made[generic.parameter_number()];
    if (generic.parts().empty()) return generic;
    std::vector<type> parts;
    for (const auto& part : generic.parts()) parts.push_back(with_parameters(part, made));
    return rebuilt(generic, std::move(parts));
}

} // namespace

type inference::fresh() {
    meanings_.emplace_back();
    return type::parameter(static_cast<std::uint32_t>(meanings_.size() - 1));
}

std::vector<type> inference::instantiate(const std::vector<type>& generic) {
    const std::vector<type> made{fresh(), fresh()};
    std::vector<type> all;
    for (const auto& of : generic) all.push_back(with_parameters(of, made));
    return all;
}

bool inference::assignable(std::span<const type> from, std::span<const type> to) {
    auto before = meanings_;
    if (all_fit(from, to)) return true;
    meanings_ = std::move(before);
    return false;
}

bool inference::all_fit(std::span<const type> from, std::span<const type> to) {
    return std::equal(from.begin(), from.end(), to.begin(), to.end(),
                      [this](const type& left, const type& right) { return fits(left, right); });
}

bool inference::fits(const type& from, const type& to) {
    if (is_parameter(to)) {
        if (bind(from, to)) return true;
        if (meanings_[to.parameter_number()]) return false;
    }
    if (is_parameter(from)) return bind(to, from);
    if (from.is_dynamic() || to.is_dynamic()) return true;
    if (from.kind() == type_kind::null) return is_nullable(to);
    if (to.kind() == type_kind::null) return is_nullable(from);
    if (from.kind() == type_kind::object && to.kind() == type_kind::map)
        return fits(type::string(), to.parts()[0]) && fits(type::dynamic(), to.parts()[1]);
    if (from.kind() != to.kind()) return false;
    if (from.kind() == type_kind::type) return true;
    if (from.parts().empty()) return from == to;
    return all_fit(from.parts(), to.parts());
}

bool inference::bind(const type& of, const type& parameter) {
    if (of == parameter) return true;
    auto& meaning = meanings_[parameter.parameter_number()];
    if (!meaning) {
        if (occurs(parameter, of)) return false;
        meaning = of;
        return true;
    }
    const type held = *meaning;
    if (held == of) return true;
    if (!fits(of, held)) return false;
    const type& wider = more_general(of, held);
    if (!occurs(parameter, wider)) meanings_[parameter.parameter_number()] = wider;
    return true;
}

bool inference::occurs(const type& parameter, const type& within) const {
    if (within == parameter) return true;
    if (is_parameter(within)) {
        const auto& meaning = meanings_[within.parameter_number()];
        return meaning && occurs(parameter, *meaning);
    }
    return std::any_of(within.parts().begin(), within.parts().end(),
                       [&](const type& part) { return occurs(parameter, part); });
}

type inference::replaced(const type& of, bool unknown_is_dynamic) const {
    if (is_parameter(of)) {
        const auto& meaning = meanings_[of.parameter_number()];
        if (meaning) return replaced(*meaning, unknown_is_dynamic);
        return unknown_is_dynamic ? type::dynamic() : of;
    }
    if (of.parts().empty()) return of;
    std::vector<type> parts;
    for (const auto& part : of.parts()) parts.push_back(replaced(part, unknown_is_dynamic));
    return rebuilt(of, std::move(parts));
}

type inference::known(const type& of) const {
    return replaced(of, false);
}

type inference::settled(const type& of) const {
    return replaced(of, true);
}

type inference::join(const type& left, const type& right) {
    if (!assignable(left, right)) return type::dynamic();
    return more_general(known(left), known(right));
}

} // namespace sluice::cel
