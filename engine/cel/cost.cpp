#include "engine/cel/cost.hpp"

#include "engine/cel/pattern.hpp"
#include "engine/cel/steps.hpp"

#include <algorithm>

namespace sluice::cel {
namespace {

/// Numbers and times written as text are no longer than this.
constexpr std::uint64_t written_scalar_bytes_max = 400;

std::uint64_t plus(std::uint64_t left, std::uint64_t right) {
    std::uint64_t sum = 0;
    return __builtin_add_overflow(left, right, &sum) ? UINT64_MAX : sum;
}

std::uint64_t times(std::uint64_t left, std::uint64_t right) {
    std::uint64_t product = 0;
    return __builtin_mul_overflow(left, right, &product) ? UINT64_MAX : product;
}

/// The largest text and the largest list or map within a value.
struct inner_sizes {
    std::uint64_t bytes = 1;
    std::uint64_t elements = 1;

    void include(const inner_sizes& other) {
        bytes = std::max(bytes, other.bytes);
        elements = std::max(elements, other.elements);
    }

    std::uint64_t of(const type& part) const {
        switch (part.kind()) {
        case type_kind::string:
        case type_kind::bytes:
            return bytes;
        case type_kind::list:
        case type_kind::map:
        case type_kind::object:
            return elements;
        case type_kind::dynamic:
        case type_kind::optional:
            return std::max(bytes, elements);
        default:
            return 1;
        }
    }
};

/// Of one node: the steps to evaluate it, the size of its value (elements or bytes), and the sizes of what is within.
struct estimate {
    std::uint64_t steps = 0;
    std::uint64_t size = 1;
    inner_sizes inner;

    /// What a container of this value may hold.
    inner_sizes as_part(const type& of) const {
        inner_sizes part = inner;
        if (of.kind() == type_kind::string || of.kind() == type_kind::bytes)
            part.bytes = std::max(part.bytes, size);
        else if (of.is_dynamic())
            part.include({size, size});
        else
            part.elements = std::max(part.elements, size);
        return part;
    }
};

bool is_text(const type& of) {
    return of.kind() == type_kind::string || of.kind() == type_kind::bytes;
}

bool may_be_text(const type& of) {
    return is_text(of) || of.is_dynamic();
}

class estimator {
public:
    estimator(const syntax_tree& tree, const declarations& known, const size_assumptions& sizes)
        : tree_{tree}
        , known_{known}
        , sizes_{sizes} {}

    estimate of(node_index index) {
        const auto& node = tree_.nodes[index];
        switch (node.kind) {
        case node_kind::literal:
            return literal(node);
        case node_kind::identifier:
            return identifier(node);
        case node_kind::select:
            return part_of(node, of(node.children[0]));
        case node_kind::test:
            return {plus(of(node.children[0]).steps, 1), 1, {}};
        case node_kind::call:
            return call(node);
        case node_kind::list:
        case node_kind::map:
            return container(node);
        case node_kind::comprehension:
            return comprehension(node);
        }
        return {};
    }

private:
    static estimate literal(const syntax_node& node) {
        const auto& constant = node.literal;
        const bool text = constant.kind() == value_kind::string || constant.kind() == value_kind::bytes;
        const std::uint64_t size = !text                                   ? 1
                                   : constant.kind() == value_kind::string ? constant.as_string().size()
                                                                           : constant.as_bytes().size();
        return {1, size, {}};
    }

    /// What a document may hold for the type.
    estimate assumed(const type& of) const {
        const inner_sizes all{sizes_.text_bytes_max, sizes_.elements_max};
        return {1, all.of(of), all};
    }

    estimate identifier(const syntax_node& node) const {
        if (node.means == meaning::local) return {1, locals_[node.slot].of(node.of), locals_[node.slot]};
        return assumed(node.of);
    }

    /// A field or element: as large as the largest of its kind within.
    static estimate part_of(const syntax_node& node, const estimate& whole) {
        return {plus(whole.steps, 1), whole.inner.of(node.of), whole.inner};
    }

    estimate container(const syntax_node& node) {
        estimate whole{1, node.children.size(), {}};
        for (const auto child : node.children) {
            const auto part = of(child);
            whole.steps = plus(whole.steps, part.steps);
            whole.inner.include(part.as_part(tree_.nodes[child].of));
        }
        return whole;
    }

    /// The steps of comparing a value of that size wholly.
    std::uint64_t depth_of(const type& of, std::uint64_t size, const inner_sizes& inner) const {
        switch (of.kind()) {
        case type_kind::string:
        case type_kind::bytes:
            return plus(1, steps_for_bytes(size));
        case type_kind::list:
        case type_kind::map:
            return plus(1, times(size, depth_of(of.parts().back(), inner.of(of.parts().back()), inner)));
        case type_kind::object:
        case type_kind::optional:
        case type_kind::dynamic:
            return plus(std::max(sizes_.document_nodes_max, times(size, inner.elements)), 1);
        default:
            return 1;
        }
    }

    std::uint64_t comparison(const syntax_node& left, const estimate& l, const syntax_node& right,
                             const estimate& r) const {
        return std::min(depth_of(left.of, l.size, l.inner), depth_of(right.of, r.size, r.inner));
    }

    estimate call(const syntax_node& node) {
        std::vector<estimate> arguments;
        estimate whole{1, 1, {}};
        std::uint64_t texts = 0;
        for (const auto child : node.children) {
            const auto& next = arguments.emplace_back(of(child));
            whole.steps = plus(whole.steps, next.steps);
            whole.inner.include(next.as_part(tree_.nodes[child].of));
            if (may_be_text(tree_.nodes[child].of)) texts = plus(texts, next.size);
        }
        if (node.host_function)
            host_call(node, whole);
        else
            standard_call(node, arguments, texts, whole);
        if (!reads_in_place(node.name))
            whole.steps =
                plus(whole.steps, plus(steps_for_bytes(texts), may_be_text(node.of) ? whole.size / bytes_per_step : 0));
        return whole;
    }

    /// The operators that do not look through all of their operands' text.
    static bool reads_in_place(std::string_view name) {
        return name == operators::equal || name == operators::not_equal || name == operators::logical_and ||
               name == operators::logical_or || name == operators::logical_not || name == operators::conditional ||
               is_order(name);
    }

    static bool is_order(std::string_view name) {
        return name == operators::less || name == operators::less_equal || name == operators::greater ||
               name == operators::greater_equal;
    }

    void host_call(const syntax_node& node, estimate& whole) const {
        const auto given = assumed(node.of);
        whole.steps = plus(whole.steps, known_.functions[*node.host_function].steps);
        whole.size = given.size;
        whole.inner = given.inner;
    }

    void standard_call(const syntax_node& node, const std::vector<estimate>& arguments, std::uint64_t texts,
                       estimate& whole) const {
        const auto operand = [&](std::size_t i) -> const syntax_node& { return tree_.nodes[node.children[i]]; };
        const auto& name = node.name;
        whole.size = result_size(node, arguments, texts, whole.inner);
        if (name == operators::equal || name == operators::not_equal) {
            whole.steps = plus(whole.steps, comparison(operand(0), arguments[0], operand(1), arguments[1]));
        } else if (is_order(name)) {
            const bool texts_met = may_be_text(operand(0).of) && may_be_text(operand(1).of);
            const auto shorter = std::min(arguments[0].size, arguments[1].size);
            whole.steps = plus(whole.steps, texts_met ? steps_for_bytes(shorter) : 0);
        } else if (name == operators::in) {
            const auto& list = operand(1).of;
            const type element = list.kind() == type_kind::list ? list.parts()[0] : type::dynamic();
            const auto each = std::min(depth_of(operand(0).of, arguments[0].size, arguments[0].inner),
                                       depth_of(element, arguments[1].inner.of(element), arguments[1].inner));
            whole.steps = plus(whole.steps, times(arguments[1].size, each));
        } else if (name == "matches") {
            const auto text_steps = plus(steps_for_bytes(arguments[0].size), 1);
            whole.steps = plus(whole.steps, times(text_steps, plus(steps_for_bytes(arguments[1].size), 1)));
        } else if ((name == operators::add && !is_text(node.of)) || name == "split" || name == "join" ||
                   name.starts_with("math.")) {
            whole.steps = plus(whole.steps, std::max(whole.size, arguments[0].size));
        } else if (name == "format") {
            whole.steps = plus(whole.steps, depth_of(operand(1).of, arguments[1].size, arguments[1].inner));
        }
    }

    static std::uint64_t result_size(const syntax_node& node, const std::vector<estimate>& arguments,
                                     std::uint64_t texts, const inner_sizes& inner) {
        if (node.name == operators::add) return plus(arguments[0].size, arguments[1].size);
        if (node.name == operators::conditional) return std::max(arguments[1].size, arguments[2].size);
        if (node.name == "replace" && arguments.size() > 2)
            return std::min<std::uint64_t>(made_text_bytes_max,
                                           times(plus(arguments[0].size, 1), plus(arguments[2].size, 1)));
        if (node.name == "join")
            return std::min<std::uint64_t>(made_text_bytes_max, times(arguments[0].size, plus(texts, inner.bytes)));
        if (node.name == "format") return made_text_bytes_max;
        if (node.name == "strings.quote" || node.name == "base64.encode")
            return std::min<std::uint64_t>(made_text_bytes_max, plus(times(arguments[0].size, 2), 4));
        if (node.name == "split") return plus(arguments[0].size, 1);
        if (node.name == "dyn" && !arguments.empty()) return arguments[0].size;
        if (is_text(node.of) && node.name != operators::index) return plus(texts, written_scalar_bytes_max);
        return inner.of(node.of);
    }

    estimate comprehension(const syntax_node& node) {
        const auto range = of(node.children[0]);
        const bool runs_once = node.comprehension == comprehension_kind::bind ||
                               node.comprehension == comprehension_kind::optional_map ||
                               node.comprehension == comprehension_kind::optional_flat_map;
        if (locals_.size() < node.slot + 2) locals_.resize(node.slot + 2);
        locals_[node.slot] = runs_once ? range.as_part(tree_.nodes[node.children[0]].of) : range.inner;
        locals_[node.slot + 1] = range.inner;
        estimate body{1, 1, {}};
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            const auto part = of(node.children[i]);
            body.size = part.size;
            body.steps = plus(body.steps, part.steps);
            body.inner.include(part.as_part(tree_.nodes[node.children[i]].of));
        }
        if (runs_once) return {plus(range.steps, plus(body.steps, 1)), body.size, body.inner};
        // Each element is a step, and each entry that a transform gives; listing a map's keys takes one each.
        const bool gives_entries = node.comprehension == comprehension_kind::transform_map_entry;
        const auto each = plus(body.steps, gives_entries ? plus(body.size, 1) : 1);
        const auto steps = plus(plus(range.steps, 1), times(range.size, each));
        if (node.of.kind() != type_kind::list && node.of.kind() != type_kind::map) return {steps, 1, {}};
        auto inner = node.comprehension == comprehension_kind::filter ? range.inner : body.inner;
        if (node.of.kind() == type_kind::map) inner.include(range.inner);
        return {steps, gives_entries ? times(range.size, body.size) : range.size, inner};
    }

    const syntax_tree& tree_;
    const declarations& known_;
    size_assumptions sizes_;
    std::vector<inner_sizes> locals_; ///< of the ranges that they run over
};

} // namespace

std::uint64_t cost_bound(const syntax_tree& tree, const declarations& known, const size_assumptions& sizes) {
    return estimator{tree, known, sizes}.of(tree.root).steps;
}

} // namespace sluice::cel
