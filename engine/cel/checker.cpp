#include "engine/cel/checker.hpp"

#include "engine/cel/inference.hpp"
#include "engine/cel/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace sluice::cel {
namespace {

class checker {
public:
    checker(syntax_tree& tree, const declarations& known, bool types)
        : tree_{tree}
        , known_{known}
        , types_{types} {}

    std::optional<fault> run() {
        visit(tree_.root);
        if (types_ && wrong_) return wrong_;
        for (auto& node : tree_.nodes)
            node.of = inference_.settled(node.of);
        return std::nullopt;
    }

private:
    struct local {
        std::string name;
        type of;
    };

    type fail(std::size_t offset, std::string zh, std::string en) {
        if (!wrong_) wrong_ = fault{offset, {std::move(zh), std::move(en)}};
        return type::dynamic();
    }

    type visit(node_index index) {
        auto& node = tree_.nodes[index];
        node.of = type_of(node);
        return node.of;
    }

    type type_of(syntax_node& node) {
        switch (node.kind) {
        case node_kind::literal:
            return literal(node);
        case node_kind::identifier:
            return identifier(node);
        case node_kind::select:
            return select(node);
        case node_kind::test:
            part_of(node, visit(node.children[0]));
            return type::boolean();
        case node_kind::call:
            return call(node);
        case node_kind::list:
            return list(node);
        case node_kind::map:
            return map(node);
        case node_kind::comprehension:
            return comprehension(node);
        }
        return type::dynamic();
    }

    static type literal(const syntax_node& node) {
        switch (node.literal.kind()) {
        case value_kind::boolean:
            return type::boolean();
        case value_kind::integer:
            return type::integer();
        case value_kind::unsigned_integer:
            return type::unsigned_integer();
        case value_kind::floating:
            return type::floating();
        case value_kind::string:
            return type::string();
        case value_kind::bytes:
            return type::bytes();
        default:
            return type::null();
        }
    }

    const local* find_local(std::string_view name) const {
        const auto found =
            std::find_if(locals_.rbegin(), locals_.rend(), [&](const local& l) { return l.name == name; });
        return found == locals_.rend() ? nullptr : &*found;
    }

    /// Resolves the name as a variable or a type, from the container outwards.
    std::optional<type> resolve(syntax_node& node, std::string_view name, bool absolute) {
        for (const auto& candidate : candidates(absolute ? std::string_view{} : known_.container, name)) {
            if (const auto slot = known_.slot_of(candidate)) {
                node.means = meaning::variable;
                node.slot = *slot;
                node.name = candidate;
                return known_.variables[*slot].of;
            }
            if (const auto named = type_named(candidate)) {
                node.means = meaning::type_name;
                node.literal = value::of_type(named->kind());
                return named->kind() == type_kind::type ? type::type_of(type::type_of_anything())
                                                        : type::type_of(*named);
            }
        }
        return std::nullopt;
    }

    type identifier(syntax_node& node) {
        if (const auto* found = node.absolute ? nullptr : find_local(node.name)) {
            node.means = meaning::local;
            node.slot = static_cast<std::uint32_t>(found - locals_.data());
            return found->of;
        }
        if (const auto resolved = resolve(node, node.name, node.absolute)) return *resolved;
        std::vector<std::string_view> names;
        for (const auto& variable : known_.variables)
            names.push_back(variable.name);
        const auto [zh, en] = did_you_mean(nearest(node.name, names));
        return fail(node.offset, fmt::format("没有声明“{}”{}", node.name, zh),
                    fmt::format("undeclared reference to '{}' (in container '{}'){}", node.name, known_.container, en));
    }

    static std::pair<std::string, std::string> did_you_mean(std::string_view name) {
        if (name.empty()) return {};
        return {fmt::format("，是否应为“{}”？", name), fmt::format("; did you mean '{}'?", name)};
    }

    /// `a.b.c` as written, when it is only names and does not begin with a local.
    std::optional<std::string> qualified_name(const syntax_node& node, bool& absolute) const {
        if (node.kind == node_kind::identifier) {
            absolute = node.absolute;
            if (!absolute && find_local(node.name)) return std::nullopt;
            return node.name;
        }
        if (node.kind != node_kind::select || node.optional) return std::nullopt;
        const auto before = qualified_name(tree_.nodes[node.children[0]], absolute);
        if (!before) return std::nullopt;
        return *before + "." + node.name;
    }

    type select(syntax_node& node) {
        bool absolute = false;
        if (const auto name = node.optional ? std::nullopt : qualified_name(node, absolute)) {
            if (const auto resolved = resolve(node, *name, absolute)) {
                node.kind = node_kind::identifier;
                node.children.clear();
                return *resolved;
            }
        }
        return part_of(node, visit(node.children[0]));
    }

    /// What selecting gives: of an optional, and where it is written `.?`, an optional.
    type part_of(const syntax_node& node, const type& written_operand) {
        const type operand = inference_.known(written_operand);
        const bool is_optional = operand.kind() == type_kind::optional;
        const type field = field_of(node, is_optional ? operand.parts()[0] : operand);
        return is_optional || node.optional ? type::optional(field) : field;
    }

    type field_of(const syntax_node& node, const type& written_operand) {
        const type operand = inference_.known(written_operand);
        switch (operand.kind()) {
        case type_kind::dynamic:
            return type::dynamic();
        case type_kind::parameter:
            inference_.assignable(operand, type::dynamic());
            return type::dynamic();
        case type_kind::map:
            return operand.parts()[1];
        case type_kind::object:
            break;
        default:
            return fail(node.offset, fmt::format("类型 {} 没有字段，不能取“{}”", operand.to_string(), node.name),
                        fmt::format("type '{}' does not support field selection", operand.to_string()));
        }
        if (const auto* field = operand.shape()->find(node.name)) return field->of;
        return undeclared_field(node, *operand.shape());
    }

    type undeclared_field(const syntax_node& node, const object_type& shape) {
        constexpr std::size_t names_shown_max = 20;
        std::vector<std::string_view> names;
        std::string all;
        for (const auto& field : shape.fields) {
            if (names.size() < names_shown_max) all += (all.empty() ? "" : ", ") + field.name;
            names.push_back(field.name);
        }
        if (names.size() > names_shown_max) all += ", …";
        const auto [zh, en] = did_you_mean(nearest(node.name, names));
        return fail(node.offset, fmt::format("{} 没有字段“{}”{}（有：{}）", shape.name, node.name, zh, all),
                    fmt::format("undefined field '{}' of {}{} (its fields: {})", node.name, shape.name, en, all));
    }

    /// A call of `a.b.f(x)` whose `a.b.f` is a function's name becomes a call without a target.
    void resolve_qualified_function(syntax_node& node) {
        if (!node.has_target) return;
        bool absolute = false;
        const auto before = qualified_name(tree_.nodes[node.children[0]], absolute);
        if (!before) return;
        const std::string name = *before + "." + node.name;
        const auto matching = [&](const std::string& candidate) { return is_function(candidate); };
        const auto all = candidates(absolute ? std::string_view{} : known_.container, name);
        if (const auto found = std::find_if(all.begin(), all.end(), matching); found != all.end()) {
            node.name = *found;
            node.has_target = false;
            node.children.erase(node.children.begin());
        }
    }

    bool is_function(std::string_view name) const {
        return find_standard_function(name) ||
               std::any_of(known_.functions.begin(), known_.functions.end(),
                           [&](const host_function& function) { return function.name == name; });
    }

    type call(syntax_node& node) {
        resolve_qualified_function(node);
        std::vector<type> arguments;
        for (const auto child : node.children)
            arguments.push_back(visit(child));
        if (node.name == operators::logical_and || node.name == operators::logical_or) {
            for (const auto child : node.children)
                expect_boolean(child);
            return type::boolean();
        }
        if (!node.has_target)
            for (const auto& candidate : candidates(known_.container, node.name))
                if (is_function(candidate)) {
                    node.name = candidate;
                    break;
                }
        if (!is_function(node.name))
            return fail(node.offset, fmt::format("没有函数“{}”", node.name),
                        fmt::format("undeclared reference to '{}' (in container '{}')", node.name, known_.container));
        return overloaded(node, arguments);
    }

    /// The result of the overloads that fit: their common type, or `dyn` where they differ.
    type overloaded(syntax_node& node, const std::vector<type>& arguments) {
        node.function = find_standard_function(node.name);
        std::optional<type> result;
        const auto consider = [&](const std::vector<type>& parameters, const type& gives) {
            if (parameters.size() != arguments.size()) return false;
            auto signature = parameters;
            signature.push_back(gives);
            signature = inference_.instantiate(signature);
            const type given = signature.back();
            signature.pop_back();
            if (!inference_.assignable(arguments, signature)) return false;
            const type settled = inference_.known(given);
            if (!result)
                result = settled;
            else if (!(*result == settled))
                result = type::dynamic();
            return true;
        };
        if (node.function)
            for (const auto& known : node.function->overloads)
                if (known.method == node.has_target) consider(known.parameters, known.result_type);
        for (std::uint32_t i = 0; i < known_.functions.size() && !node.has_target; ++i)
            if (known_.functions[i].name == node.name &&
                consider(known_.functions[i].parameters, known_.functions[i].result_type))
                node.host_function = i;
        return result ? *result : no_overload(node, arguments);
    }

    type no_overload(const syntax_node& node, const std::vector<type>& arguments) {
        std::string written;
        for (std::size_t i = node.has_target ? 1 : 0; i < arguments.size(); ++i)
            written += (written.empty() ? "" : ", ") + inference_.settled(arguments[i]).to_string();
        written = "(" + written + ")";
        if (node.has_target) written = inference_.settled(arguments[0]).to_string() + "." + written;
        return fail(node.offset, fmt::format("“{}”不适用于这些类型：{}", node.name, written),
                    fmt::format("found no matching overload for '{}' applied to '{}'", node.name, written));
    }

    void expect_boolean(node_index index) {
        const auto& node = tree_.nodes[index];
        if (inference_.assignable(node.of, type::boolean())) return;
        const std::string found = inference_.settled(node.of).to_string();
        fail(node.offset, fmt::format("这里应是 bool，而不是 {}", found),
             fmt::format("expected type 'bool' but found '{}'", found));
    }

    /// The type of an element or entry; one that is written ?… is given as an optional.
    type part(const syntax_node& container, std::size_t number, node_index child) {
        const type of = visit(child);
        if (number >= container.optional_parts.size() || !container.optional_parts[number]) return of;
        const type held = inference_.fresh();
        if (inference_.assignable(of, type::optional(held))) return inference_.known(held);
        const std::string found = inference_.settled(of).to_string();
        return fail(tree_.nodes[child].offset, fmt::format("“?”之后应是可选值，而不是 {}", found),
                    fmt::format("expected type 'optional_type' but found '{}'", found));
    }

    void join(std::optional<type>& common, const type& next) {
        common = common ? inference_.join(*common, next) : next;
    }

    type list(syntax_node& node) {
        std::optional<type> element;
        for (std::size_t i = 0; i < node.children.size(); ++i)
            join(element, part(node, i, node.children[i]));
        return type::list(element ? *element : inference_.fresh());
    }

    type map(syntax_node& node) {
        std::optional<type> key, mapped;
        for (std::size_t i = 0; i + 1 < node.children.size(); i += 2) {
            join(key, visit(node.children[i]));
            join(mapped, part(node, i / 2, node.children[i + 1]));
        }
        if (!key) key = inference_.fresh();
        return type::map(*key, mapped ? *mapped : inference_.fresh());
    }

    /// What a comprehension's variable runs over.
    type element_of(const syntax_node& range) {
        const type of = inference_.known(range.of);
        switch (of.kind()) {
        case type_kind::list:
        case type_kind::map:
            return of.parts()[0];
        case type_kind::object:
            return type::string();
        case type_kind::dynamic:
            return type::dynamic();
        case type_kind::parameter:
            inference_.assignable(of, type::dynamic());
            return type::dynamic();
        default:
            break;
        }
        return fail(range.offset, fmt::format("类型 {} 不能逐项处理（须是列表或映射）", of.to_string()),
                    fmt::format("expression of type '{}' cannot be range of a comprehension (must be list, map, or "
                                "dynamic)",
                                of.to_string()));
    }

    /// What two variables run over: position and element of a list, key and entry of a map.
    std::pair<type, type> pair_of(const syntax_node& range) {
        const type of = inference_.known(range.of);
        const type first = element_of(range);
        if (of.kind() == type_kind::list) return {type::integer(), first};
        return {first, of.kind() == type_kind::map ? of.parts()[1] : type::dynamic()};
    }

    /// What an optional holds.
    type held_by(const syntax_node& optional) {
        const type held = inference_.fresh();
        if (inference_.assignable(optional.of, type::optional(held))) return inference_.known(held);
        const std::string found = inference_.settled(optional.of).to_string();
        return fail(optional.offset, fmt::format("这里应是可选值，而不是 {}", found),
                    fmt::format("expected type 'optional_type' but found '{}'", found));
    }

    void declare_locals(syntax_node& node) {
        const auto& range = tree_.nodes[node.children[0]];
        node.slot = static_cast<std::uint32_t>(locals_.size());
        if (node.comprehension == comprehension_kind::bind) {
            locals_.push_back({node.name, range.of});
        } else if (node.comprehension == comprehension_kind::optional_map ||
                   node.comprehension == comprehension_kind::optional_flat_map) {
            locals_.push_back({node.name, held_by(range)});
        } else if (node.second_name.empty()) {
            locals_.push_back({node.name, element_of(range)});
        } else {
            const auto [first, second] = pair_of(range);
            locals_.push_back({node.name, first});
            locals_.push_back({node.second_name, second});
        }
    }

    type comprehension(syntax_node& node) {
        visit(node.children[0]);
        declare_locals(node);
        const type first = locals_[node.slot].of;
        for (std::size_t i = 1; i < node.children.size(); ++i)
            visit(node.children[i]);
        locals_.resize(node.slot);
        const auto& last = tree_.nodes[node.children.back()];
        switch (node.comprehension) {
        case comprehension_kind::all:
        case comprehension_kind::exists:
        case comprehension_kind::exists_one:
            expect_boolean(node.children[1]);
            return type::boolean();
        case comprehension_kind::filter:
            expect_boolean(node.children[1]);
            return type::list(first);
        case comprehension_kind::map:
            if (node.children.size() == 3) expect_boolean(node.children[1]);
            return type::list(last.of);
        case comprehension_kind::transform_map:
            if (node.children.size() == 3) expect_boolean(node.children[1]);
            return type::map(first, last.of);
        case comprehension_kind::transform_map_entry:
            if (node.children.size() == 3) expect_boolean(node.children[1]);
            return entries_of(last);
        case comprehension_kind::optional_map:
            return type::optional(last.of);
        case comprehension_kind::optional_flat_map:
            held_by(last);
            return last.of;
        case comprehension_kind::bind:
            break;
        }
        return last.of;
    }

    type entries_of(const syntax_node& made) {
        const type entries = type::map(inference_.fresh(), inference_.fresh());
        if (inference_.assignable(made.of, entries)) return inference_.known(entries);
        const std::string found = inference_.settled(made.of).to_string();
        return fail(made.offset, fmt::format("这里应是映射，而不是 {}", found),
                    fmt::format("expected type 'map' but found '{}'", found));
    }

    syntax_tree& tree_;
    const declarations& known_;
    bool types_;
    inference inference_;
    std::vector<local> locals_;
    std::optional<fault> wrong_;
};

} // namespace

std::optional<fault> check(syntax_tree& tree, const declarations& known, bool types) {
    return checker{tree, known, types}.run();
}

} // namespace sluice::cel
