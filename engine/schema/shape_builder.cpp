#include "engine/schema/shape_builder.hpp"

#include <optional>

namespace sluice::schema {
namespace {

using kind = shape::kind;
using shape_pointer = std::shared_ptr<const shape>;

/// Whether the value satisfies both shapes, or one of the two.
enum class union_of { both, either };

kind kind_of_type(std::uint8_t types) {
    switch (types) {
    case type_boolean:
        return kind::boolean;
    case type_integer:
        return kind::integer;
    case type_number:
    case type_number | type_integer:
        return kind::number;
    case type_string:
        return kind::string;
    case type_array:
        return kind::list;
    case type_object:
        return kind::map;
    default:
        return kind::any;
    }
}

kind kind_of_value(json::value_t type) {
    switch (type) {
    case json::value_t::boolean:
        return kind::boolean;
    case json::value_t::number_integer:
        return kind::integer;
    case json::value_t::number_float:
        return kind::number;
    case json::value_t::string:
        return kind::string;
    case json::value_t::array:
        return kind::list;
    case json::value_t::object:
        return kind::map;
    default:
        return kind::any;
    }
}

kind own_kind(const node& of) {
    if (of.money) return kind::money;
    auto own = kind_of_type(of.types);
    if (own == kind::any && of.types == 0 && of.value_type) own = kind_of_value(*of.value_type);
    if (own == kind::string && of.strings.format == find_format("date-time")) return kind::timestamp;
    if (own == kind::map && !of.objects.properties.empty()) return kind::object;
    return own;
}

bool pair_is(kind left, kind right, kind one, kind other) {
    return (left == one && right == other) || (left == other && right == one);
}

kind kind_of_both(kind left, kind right) {
    if (left == right || right == kind::any) return left;
    if (left == kind::any) return right;
    if (pair_is(left, right, kind::integer, kind::number)) return kind::integer;
    if (pair_is(left, right, kind::timestamp, kind::string)) return kind::timestamp;
    if (pair_is(left, right, kind::object, kind::map)) return kind::object;
    if (pair_is(left, right, kind::money, kind::map) || pair_is(left, right, kind::money, kind::object))
        return kind::money;
    return kind::any; // nothing satisfies both
}

kind kind_of_either(kind left, kind right) {
    if (left == right) return left;
    if (pair_is(left, right, kind::integer, kind::number)) return kind::number;
    if (pair_is(left, right, kind::timestamp, kind::string)) return kind::string;
    if (pair_is(left, right, kind::object, kind::map)) return kind::object;
    return kind::any;
}

class builder {
public:
    explicit builder(const std::deque<node>& nodes)
        : nodes_{nodes}
        , built_(nodes.size())
        , open_(nodes.size(), false) {}

    shape_pointer build(node_id id) {
        if (built_[id]) return built_[id];
        if (open_[id]) return cut(id);
        open_[id] = true;
        auto built = with_combined(nodes_[id], own(nodes_[id]));
        open_[id] = false;
        return built_[id] = built;
    }

    /// A flag under `if`, `not`, `contains` or `propertyNames` says nothing about what the data holds: it would be
    /// overlooked by `redact`, hence refused.
    void check_flags() {
        std::vector<bool> seen(nodes_.size(), false);
        std::vector<node_id> open{0};
        while (!open.empty()) {
            const auto next = open.back();
            open.pop_back();
            if (seen[next]) continue;
            seen[next] = true;
            const auto& each = nodes_[next];
            if ((each.identity || each.confidential) && !built_[next])
                fail(each, {"x-identity 和 x-confidential 不能用在 if、not、contains、propertyNames 里，请写在字段本身",
                            "x-identity and x-confidential cannot be used inside if, not, contains or propertyNames: "
                            "put them on the field itself"});
            for (const auto inner : all_applied(each))
                open.push_back(inner);
        }
    }

    std::optional<refusal> fault;

private:
    void fail(const node& at, text explanation) {
        if (!fault) fault = refuse(reason::definition_invalid, std::move(explanation), at.place);
    }

    /// Where a schema contains itself the shape ends. Flags that lie beyond would be overlooked, hence refused.
    shape_pointer cut(node_id id) {
        std::vector<bool> seen(nodes_.size(), false);
        std::vector<node_id> open{id};
        while (!open.empty()) {
            const auto next = open.back();
            open.pop_back();
            if (seen[next]) continue;
            seen[next] = true;
            const auto& each = nodes_[next];
            if (each.money || each.identity || each.confidential)
                fail(each,
                     {"包含自身的模式里不能用 x-money、x-identity、x-confidential",
                      "x-money, x-identity and x-confidential cannot be used inside a schema that contains itself"});
            for (const auto inner : all_applied(each))
                open.push_back(inner);
        }
        return std::make_shared<const shape>();
    }

    shape_pointer own(const node& of) {
        auto made = std::make_shared<shape>();
        made->is = own_kind(of);
        made->title = of.title;
        made->identity = of.identity;
        made->confidential = of.confidential;
        if (of.money) return made;
        for (const auto& name : of.objects.order) {
            const auto inner = build(of.objects.properties.find(name)->second);
            made->fields.push_back({name, inner, false, inner->identity, inner->confidential});
        }
        for (const auto& name : of.objects.required)
            require(*made, name);
        made->element = element_of(of);
        if (of.objects.additional)
            made->open = nodes_[*of.objects.additional].always != false || !of.objects.pattern_properties.empty();
        if (of.objects.unevaluated && nodes_[*of.objects.unevaluated].always == false) made->open = false;
        return made;
    }

    static void require(shape& of, const std::string& name) {
        for (auto& each : of.fields)
            if (each.name == name) {
                each.required = true;
                return;
            }
        of.fields.push_back({name, std::make_shared<const shape>(), true, false, false});
    }

    /// Items of a list, or members of an object that are no fields, whichever the data turns out to be.
    shape_pointer element_of(const node& of) {
        std::vector<node_id> parts = of.arrays.prefix_items;
        for (const auto& rest : {of.arrays.items, of.arrays.unevaluated, of.objects.unevaluated})
            if (rest) parts.push_back(*rest);
        for (const auto& [pattern, id] : of.objects.pattern_properties)
            parts.push_back(id);
        if (of.objects.additional) parts.push_back(*of.objects.additional);
        shape_pointer element;
        for (const auto id : parts) {
            if (nodes_[id].always == false) continue;
            const auto part = build(id);
            element = element ? unite(element, part, union_of::either, nodes_[id]) : part;
        }
        return element;
    }

    shape_pointer with_combined(const node& of, shape_pointer made) {
        const auto& combined = of.combined;
        if (combined.reference) made = unite(made, build(*combined.reference), union_of::both, of);
        for (const auto id : combined.all_of)
            made = unite(made, build(id), union_of::both, of);
        made = with_branches(of, made, combined.any_of, false);
        made = with_branches(of, made, combined.one_of, false);
        std::vector<node_id> conditional;
        if (combined.then_branch) conditional.push_back(*combined.then_branch);
        if (combined.else_branch) conditional.push_back(*combined.else_branch);
        made = with_branches(of, made, conditional, true);
        for (const auto& [name, id] : of.objects.dependent_schemas)
            made = with_branches(of, made, {id}, true);
        return made;
    }

    /// `or_none`: it may be that no branch applies.
    shape_pointer with_branches(const node& of, shape_pointer made, const std::vector<node_id>& branches,
                                bool or_none) {
        if (branches.empty()) return made;
        shape_pointer joined = or_none ? std::make_shared<const shape>() : nullptr;
        for (const auto id : branches) {
            const auto branch = build(id);
            joined = joined ? unite(joined, branch, union_of::either, of) : optional_fields(*branch);
        }
        return unite(made, joined, union_of::both, of);
    }

    static shape_pointer optional_fields(shape branch) {
        for (auto& each : branch.fields)
            each.required = false;
        return std::make_shared<const shape>(std::move(branch));
    }

    shape_pointer unite(const shape_pointer& left, const shape_pointer& right, union_of mode, const node& at) {
        if (left == right && mode == union_of::both) return left;
        if (++unions_ > shape_unions_max) {
            fail(at, {"模式的分支组合过多", "The schema combines too many branches"});
            return left;
        }
        const bool both = mode == union_of::both;
        auto made = std::make_shared<shape>(*left);
        made->is = both ? kind_of_both(left->is, right->is) : kind_of_either(left->is, right->is);
        if (made->title.zh.empty()) made->title = right->title;
        made->identity |= right->identity;
        made->confidential |= right->confidential;
        made->open = both ? left->open && right->open : left->open || right->open;
        if (!both)
            for (auto& each : made->fields)
                each.required = false;
        for (const auto& each : right->fields)
            add_field(*made, each, mode, at);
        if (left->element && right->element)
            made->element = unite(left->element, right->element, mode, at);
        else if (right->element)
            made->element = right->element;
        return made;
    }

    void add_field(shape& to, const field& added, union_of mode, const node& at) {
        for (auto& each : to.fields) {
            if (each.name != added.name) continue;
            each.shape = unite(each.shape, added.shape, mode, at);
            each.required = mode == union_of::both && (each.required || added.required);
            each.identity = each.shape->identity;
            each.confidential = each.shape->confidential;
            return;
        }
        to.fields.push_back(added);
        to.fields.back().required = mode == union_of::both && added.required;
    }

    const std::deque<node>& nodes_;
    std::vector<shape_pointer> built_;
    std::vector<bool> open_;
    std::size_t unions_ = 0;
};

} // namespace

result<std::shared_ptr<const shape>> build_shape(const std::deque<node>& nodes) {
    builder at_work{nodes};
    auto built = at_work.build(0);
    at_work.check_flags();
    if (at_work.fault) return *at_work.fault;
    return built;
}

} // namespace sluice::schema
