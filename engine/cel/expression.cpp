#include "engine/cel/expression.hpp"

#include "engine/cel/checker.hpp"
#include "engine/cel/evaluator.hpp"
#include "engine/cel/parser.hpp"
#include "engine/cel/program.hpp"
#include "engine/cel/utf8.hpp"

#include <fmt/format.h>

namespace sluice::cel {
namespace {

std::optional<refusal> unreadable(std::string_view source, const compile_limits& limits) {
    if (source.size() > limits.source_bytes_max)
        return refuse(reason::expression_invalid,
                      {fmt::format("表达式超过 {} 字节", limits.source_bytes_max),
                       fmt::format("The expression is longer than {} bytes", limits.source_bytes_max)});
    if (!is_utf8(source))
        return refuse(reason::expression_invalid, {"表达式不是合法的 UTF-8", "The expression is not valid UTF-8"});
    return std::nullopt;
}

} // namespace

result<expression> expression::compile(std::string_view source, const environment& known, compile_limits limits) {
    if (auto refused = unreadable(source, limits)) return std::move(*refused);
    auto [tree, wrong] = parse(source, limits.depth_max);
    if (wrong) return describe(source, *wrong);
    auto made = std::make_shared<program>();
    made->declared = known.shared();
    if (const auto found = check(tree, *made->declared, limits.check_types)) return describe(source, *found);
    if (const auto found = plan(tree, *made)) return describe(source, *found);
    made->source = source;
    made->result_type = tree.nodes[tree.root].of;
    made->reads = paths_read(tree);
    made->cost_max = cost_bound(tree, *made->declared, limits.sizes);
    if (made->cost_max > limits.cost_max)
        return refuse(reason::cost_exceeded,
                      {fmt::format("表达式最坏需 {} 步，上限 {} 步：{}", made->cost_max, limits.cost_max, source),
                       fmt::format("The expression may take {} steps, and {} are allowed: {}", made->cost_max,
                                   limits.cost_max, source)});
    return expression{std::move(made)};
}

const type& expression::result_type() const {
    return program_->result_type;
}

std::uint64_t expression::cost_max() const {
    return program_->cost_max;
}

const std::string& expression::source() const {
    return program_->source;
}

const std::vector<std::string>& expression::reads() const {
    return program_->reads;
}

result<value> expression::evaluate(const activation& bound, evaluation_limits limits, std::uint64_t* steps_used) const {
    std::uint64_t used = 0;
    auto outcome = run(*program_, bound, limits.steps_max, used);
    if (steps_used) *steps_used = used;
    return outcome;
}

} // namespace sluice::cel
