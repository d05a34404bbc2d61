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

/// Of one node: the steps to evaluate it, the size of its value (elements or bytes), and the largest size of anything
/// within the value.
struct estimate {
    std::uint64_t steps = 0;
    std::uint64_t size = 1;
    std::uint64_t inner = 1;
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
        case node_kind::literal: return literal(node);
        case node_kind::identifier: return identifier(node);
        case node_kind::select: return part_of(node, of(node.children[0]));
        case node_kind::test: return {plus(of(node.children[0]).steps, 1), 1, 1};
        case node_kind::call: return call(node);
        case node_kind::list:
        case node_kind::map: return container(node);
        case node_kind::comprehension: return comprehension(node);
        }
        return {};
    }

private:
    std::uint64_t largest() const { return std::max(sizes_.elements_max, sizes_.text_bytes_max); }

    static estimate literal(const syntax_node& node) {
        const auto& constant = node.literal;
        const bool text = constant.kind() == value_kind::string || constant.kind() == value_kind::bytes;
        const std::uint64_t size = !text                                    ? 1
                                   : constant.kind() == value_kind::string ? constant.as_string().size()
                                                                           : constant.as_bytes().size();
        return {1, size, size};
    }

    /// What a document may hold for the type.
    estimate assumed(const type& of) const {
        switch (of.kind()) {
        case type_kind::string:
        case type_kind::bytes: return {1, sizes_.text_bytes_max, 1};
        case type_kind::list:
        case type_kind::map:
        case type_kind::object: return {1, sizes_.elements_max, largest()};
        case type_kind::dynamic:
        case type_kind::optional: return {1, largest(), largest()};
        default: return {1, 1, 1};
        }
    }

    estimate identifier(const syntax_node& node) const {
        if (node.means == meaning::local) return {1, locals_[node.slot].size, locals_[node.slot].inner};
        return assumed(node.of);
    }

    /// A field or element: as large as the largest thing within.
    static estimate part_of(const syntax_node& node, const estimate& whole) {
        const bool scalar = !may_be_text(node.of) && node.of.parts().empty() && !node.of.shape();
        return {plus(whole.steps, 1), scalar ? 1 : whole.inner, whole.inner};
    }

    estimate container(const syntax_node& node) {
        estimate whole{1, node.children.size(), 1};
        for (const auto child : node.children) {
            const auto part = of(child);
            whole.steps = plus(whole.steps, part.steps);
            whole.inner = std::max({whole.inner, part.size, part.inner});
        }
        return whole;
    }

    /// The steps of comparing a value of that size wholly.
    std::uint64_t depth_of(const type& of, std::uint64_t size, std::uint64_t inner) const {
        switch (of.kind()) {
        case type_kind::string:
        case type_kind::bytes: return plus(1, steps_for_bytes(size));
        case type_kind::list:
        case type_kind::map: return plus(1, times(size, depth_of(of.parts().back(), inner, inner)));
        case type_kind::object:
        case type_kind::optional:
        case type_kind::dynamic: return plus(std::max(sizes_.document_nodes_max, times(size, inner)), 1);
        default: return 1;
        }
    }

    std::uint64_t comparison(const syntax_node& left, const estimate& l, const syntax_node& right, const estimate& r) const {
        return std::min(depth_of(left.of, l.size, l.inner), depth_of(right.of, r.size, r.inner));
    }

    estimate call(const syntax_node& node) {
        std::vector<estimate> arguments;
        estimate whole{1, 1, 1};
        std::uint64_t texts = 0;
        for (const auto child : node.children) {
            const auto& next = arguments.emplace_back(of(child));
            whole.steps = plus(whole.steps, next.steps);
            whole.inner = std::max({whole.inner, next.inner, next.size});
            if (may_be_text(tree_.nodes[child].of)) texts = plus(texts, next.size);
        }
        whole.steps = plus(whole.steps, steps_for_bytes(texts));
        if (node.host_function)
            host_call(node, whole);
        else
            standard_call(node, arguments, texts, whole);
        if (may_be_text(node.of)) whole.steps = plus(whole.steps, steps_for_bytes(whole.size));
        return whole;
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
        } else if (name == operators::in) {
            const auto& list = operand(1).of;
            const type element = list.kind() == type_kind::list ? list.parts()[0] : type::dynamic();
            const auto each = std::min(depth_of(operand(0).of, arguments[0].size, arguments[0].inner),
                                       depth_of(element, arguments[1].inner, arguments[1].inner));
            whole.steps = plus(whole.steps, times(arguments[1].size, each));
        } else if (name == "matches") {
            const auto text_steps = plus(steps_for_bytes(arguments[0].size), 1);
            whole.steps = plus(whole.steps, times(text_steps, plus(steps_for_bytes(arguments[1].size), 1)));
        } else if (name == operators::add || name == "split" || name == "join" || name.starts_with("math.")) {
            whole.steps = plus(whole.steps, std::max(whole.size, arguments[0].size));
        }
    }

    static std::uint64_t result_size(const syntax_node& node, const std::vector<estimate>& arguments, std::uint64_t texts,
                                     std::uint64_t inner) {
        if (node.name == operators::add) return plus(arguments[0].size, arguments[1].size);
        if (node.name == operators::conditional) return std::max(arguments[1].size, arguments[2].size);
        if (node.name == "replace" || node.name == "join") return made_text_bytes_max;
        if (node.name == "split") return plus(arguments[0].size, 1);
        if (node.name == "dyn" && !arguments.empty()) return arguments[0].size;
        if (is_text(node.of) && node.name != operators::index) return plus(texts, written_scalar_bytes_max);
        return !may_be_text(node.of) && node.of.parts().empty() && !node.of.shape() ? 1 : inner;
    }

    estimate comprehension(const syntax_node& node) {
        const auto range = of(node.children[0]);
        if (locals_.size() <= node.slot) locals_.resize(node.slot + 1);
        locals_[node.slot] = {1, range.inner, range.inner};
        estimate body{1, 1, 1};
        for (std::size_t i = 1; i < node.children.size(); ++i) {
            const auto part = of(node.children[i]);
            body.steps = plus(body.steps, part.steps);
            body.inner = std::max({body.inner, part.size, part.inner});
        }
        // Listing a map's keys takes a step each.
        const auto each = plus(body.steps, 1);
        const bool makes_list = node.of.kind() == type_kind::list;
        const auto inner = node.comprehension == comprehension_kind::filter ? range.inner : body.inner;
        return {plus(plus(range.steps, 1), times(range.size, each)), makes_list ? range.size : 1, makes_list ? inner : 1};
    }

    const syntax_tree& tree_;
    const declarations& known_;
    size_assumptions sizes_;
    std::vector<estimate> locals_;
};

} // namespace

std::uint64_t cost_bound(const syntax_tree& tree, const declarations& known, const size_assumptions& sizes) {
    return estimator{tree, known, sizes}.of(tree.root).steps;
}

} // namespace sluice::cel
