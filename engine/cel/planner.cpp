#include "engine/cel/program.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::cel {
namespace {

constexpr std::array<std::pair<std::string_view, opcode>, 10> operator_codes{
    {{operators::logical_and, opcode::logical_and},
     {operators::logical_or, opcode::logical_or},
     {operators::logical_not, opcode::logical_not},
     {operators::conditional, opcode::conditional},
     {operators::equal, opcode::equal},
     {operators::not_equal, opcode::not_equal},
     {operators::less, opcode::less},
     {operators::less_equal, opcode::less_equal},
     {operators::greater, opcode::greater},
     {operators::greater_equal, opcode::greater_equal}}};

/// Of an optional, what it holds is made into its type.
type_kind made_into(const syntax_node& node) {
    const auto& of = node.of.kind() == type_kind::optional ? node.of.parts()[0] : node.of;
    switch (of.kind()) {
    case type_kind::floating:
    case type_kind::unsigned_integer:
    case type_kind::timestamp:
    case type_kind::duration:
        return of.kind();
    default:
        return type_kind::dynamic;
    }
}

class planner {
public:
    planner(const syntax_tree& tree, program& into)
        : tree_{tree}
        , program_{into} {}

    std::optional<fault> run() {
        program_.root = place(tree_.root);
        return std::move(wrong_);
    }

private:
    std::uint32_t place(node_index index) {
        const auto& node = tree_.nodes[index];
        std::vector<std::uint32_t> operands;
        for (const auto child : node.children)
            operands.push_back(place(child));
        instruction made;
        made.first_operand = static_cast<std::uint32_t>(program_.operands.size());
        made.operand_count = static_cast<std::uint32_t>(operands.size());
        program_.operands.insert(program_.operands.end(), operands.begin(), operands.end());
        fill(node, made);
        program_.instructions.push_back(std::move(made));
        return static_cast<std::uint32_t>(program_.instructions.size() - 1);
    }

    void fill(const syntax_node& node, instruction& made) {
        switch (node.kind) {
        case node_kind::literal:
            made.constant = node.literal;
            break;
        case node_kind::identifier:
            identifier(node, made);
            break;
        case node_kind::select:
        case node_kind::test:
            made.code = node.kind == node_kind::select ? opcode::select : opcode::test;
            made.name = node.name;
            made.optional = node.optional;
            if (node.kind == node_kind::select) made.made_into = made_into(node);
            break;
        case node_kind::call:
            call(node, made);
            break;
        case node_kind::list:
        case node_kind::map:
            made.code = node.kind == node_kind::list ? opcode::list : opcode::map;
            made.optional_parts = node.optional_parts;
            break;
        case node_kind::comprehension:
            made.code = opcode::comprehension;
            made.comprehension = node.comprehension;
            made.slot = node.slot;
            made.has_second_variable = !node.second_name.empty();
            program_.locals_max = std::max(program_.locals_max, node.slot + 2);
            break;
        }
    }

    void identifier(const syntax_node& node, instruction& made) {
        made.made_into = made_into(node);
        switch (node.means) {
        case meaning::variable:
            made.code = opcode::variable;
            made.slot = variable(node);
            break;
        case meaning::local:
            made.code = opcode::local;
            made.slot = node.slot;
            break;
        case meaning::type_name:
            made.constant = node.literal;
            break;
        case meaning::unknown:
            fail_later(made, "undeclared reference to '" + node.name + "'");
            break;
        }
    }

    std::uint32_t variable(const syntax_node& node) {
        auto& all = program_.variables;
        const auto found =
            std::find_if(all.begin(), all.end(), [&](const auto& known) { return known.slot == node.slot; });
        const auto position = static_cast<std::uint32_t>(found - all.begin());
        if (found == all.end()) all.push_back({node.name, node.slot});
        return position;
    }

    static void fail_later(instruction& made, std::string words) {
        made.code = opcode::failure;
        made.made_into = type_kind::dynamic;
        made.name = std::move(words);
    }

    void call(const syntax_node& node, instruction& made) {
        for (const auto& [name, code] : operator_codes)
            if (node.name == name) {
                made.code = code;
                return;
            }
        if (node.host_function) {
            made.code = opcode::host_call;
            made.slot = *node.host_function;
            return;
        }
        const auto callable = [&](const overload& known) {
            return known.method == node.has_target && known.parameters.size() == node.children.size();
        };
        if (!node.function) return fail_later(made, "undeclared reference to '" + node.name + "'");
        if (std::none_of(node.function->overloads.begin(), node.function->overloads.end(), callable))
            return fail_later(made, "no such overload of '" + node.name + "'");
        made.code = opcode::standard_call;
        made.run = node.function->run;
        if (node.name == operators::index || node.name == operators::optional_index) made.made_into = made_into(node);
        if (node.name == "matches") constant_pattern(node, made);
    }

    void constant_pattern(const syntax_node& node, instruction& made) {
        const auto& written = tree_.nodes[node.children[1]];
        if (written.kind != node_kind::literal || written.literal.kind() != value_kind::string) return;
        const auto compiled = pattern::compile(written.literal.as_string());
        if (!compiled) {
            if (!wrong_) wrong_ = fault{written.offset, {compiled.error().zh, compiled.error().en}};
            return;
        }
        made.code = opcode::match;
        made.compiled_pattern = *compiled;
    }

    const syntax_tree& tree_;
    program& program_;
    std::optional<fault> wrong_;
};

/// The path that a node reads, or nothing when it is not a plain one.
std::optional<std::string> path_of(const syntax_tree& tree, const syntax_node& node) {
    if (node.kind == node_kind::identifier)
        return node.means == meaning::variable ? std::optional{node.name} : std::nullopt;
    std::string step = node.name;
    if (node.kind == node_kind::call && node.name == operators::index) {
        const auto& key = tree.nodes[node.children[1]];
        if (key.kind != node_kind::literal || key.literal.kind() != value_kind::string) return std::nullopt;
        step = key.literal.as_string();
    } else if (node.kind != node_kind::select && node.kind != node_kind::test) {
        return std::nullopt;
    }
    const auto before = path_of(tree, tree.nodes[node.children[0]]);
    if (!before) return std::nullopt;
    return *before + "." + step;
}

void collect(const syntax_tree& tree, const syntax_node& node, std::vector<std::string>& paths) {
    if (auto path = path_of(tree, node)) {
        paths.push_back(std::move(*path));
        return;
    }
    for (const auto child : node.children)
        collect(tree, tree.nodes[child], paths);
}

} // namespace

std::optional<fault> plan(const syntax_tree& tree, program& into) {
    return planner{tree, into}.run();
}

std::vector<std::string> paths_read(const syntax_tree& tree) {
    std::vector<std::string> paths;
    collect(tree, tree.nodes[tree.root], paths);
    std::sort(paths.begin(), paths.end());
    paths.erase(std::unique(paths.begin(), paths.end()), paths.end());
    return paths;
}

} // namespace sluice::cel
