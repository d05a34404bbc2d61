#include "engine/cel/parser.hpp"

#include "engine/cel/lexer.hpp"
#include "engine/cel/macros.hpp"
#include "engine/cel/number_literal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sluice::cel {
namespace {

constexpr std::array<std::string_view, 18> reserved_words{
    "as",  "break", "const",   "continue",  "else",   "for", "function", "if",    "import",
    "let", "loop",  "package", "namespace", "return", "var", "void",     "while", "in"};

struct binary_operator {
    std::string_view sign, function;
    int precedence;
};
constexpr std::array<binary_operator, 14> binary_operators{{{"||", operators::logical_or, 1},
                                                            {"&&", operators::logical_and, 2},
                                                            {"==", operators::equal, 3},
                                                            {"!=", operators::not_equal, 3},
                                                            {"<", operators::less, 3},
                                                            {"<=", operators::less_equal, 3},
                                                            {">", operators::greater, 3},
                                                            {">=", operators::greater_equal, 3},
                                                            {"in", operators::in, 3},
                                                            {"+", operators::add, 4},
                                                            {"-", operators::subtract, 4},
                                                            {"*", operators::multiply, 5},
                                                            {"/", operators::divide, 5},
                                                            {"%", operators::modulo, 5}}};
constexpr int loosest = 1;

bool is_reserved(std::string_view word) {
    return std::find(reserved_words.begin(), reserved_words.end(), word) != reserved_words.end();
}

class parser {
public:
    parser(std::vector<token> tokens, std::size_t depth_max)
        : tokens_{std::move(tokens)}
        , depth_max_{depth_max} {}

    tree_or_fault run() {
        tree_.root = expression();
        if (!failed() && here().kind != token_kind::end) unexpected();
        return {std::move(tree_), std::move(wrong_)};
    }

private:
    bool failed() const { return wrong_.has_value(); }
    const token& here() const { return tokens_[at_]; }
    const token& ahead(std::size_t count) const { return tokens_[std::min(at_ + count, tokens_.size() - 1)]; }
    void advance() {
        if (at_ + 1 < tokens_.size()) ++at_;
    }

    node_index fail(std::size_t offset, std::string zh, std::string en) {
        if (!failed()) wrong_ = fault{offset, {"语法错误：" + std::move(zh), "Syntax error: " + std::move(en)}};
        return 0;
    }

    node_index unexpected() {
        if (here().kind == token_kind::end)
            return fail(here().offset, "表达式没有写完", "the expression ends too early");
        return fail(here().offset, fmt::format("这里不应出现“{}”", here().text),
                    fmt::format("'{}' is not expected here", here().text));
    }

    bool take(std::string_view sign) {
        if (!here().is(sign)) return false;
        advance();
        return true;
    }

    bool expect(std::string_view sign) {
        if (take(sign)) return true;
        if (!failed())
            fail(here().offset, fmt::format("这里应是“{}”", sign), fmt::format("'{}' is expected here", sign));
        return false;
    }

    node_index add(syntax_node node) {
        std::size_t depth = 0;
        for (const auto child : node.children)
            depth = std::max<std::size_t>(depth, tree_.nodes[child].depth);
        if (depth + 1 > depth_max_) return too_deep(node.offset);
        node.depth = static_cast<std::uint16_t>(depth + 1);
        tree_.nodes.push_back(std::move(node));
        return static_cast<node_index>(tree_.nodes.size() - 1);
    }

    node_index too_deep(std::size_t offset) {
        return fail(offset, fmt::format("嵌套超过 {} 层", depth_max_),
                    fmt::format("nested deeper than {}", depth_max_));
    }

    node_index add_call(std::string_view function, std::size_t offset, std::vector<node_index> arguments) {
        syntax_node call;
        call.kind = node_kind::call;
        call.name = function;
        call.offset = offset;
        call.children = std::move(arguments);
        return failed() ? 0 : add(std::move(call));
    }

    // expression = binary ["?" binary ":" expression]
    node_index expression() {
        if (failed()) return 0;
        if (nesting_ >= depth_max_) return too_deep(here().offset);
        ++nesting_;
        node_index whole = binary(loosest);
        const std::size_t offset = here().offset;
        if (!failed() && take("?")) {
            const node_index yes = binary(loosest);
            expect(":");
            const node_index no = expression();
            whole = add_call(operators::conditional, offset, {whole, yes, no});
        }
        --nesting_;
        return whole;
    }

    const binary_operator* operator_here() const {
        const bool may_be =
            here().kind == token_kind::punctuation || (here().kind == token_kind::word && here().text == "in");
        if (!may_be) return nullptr;
        const auto found = std::find_if(binary_operators.begin(), binary_operators.end(),
                                        [&](const auto& known) { return known.sign == here().text; });
        return found == binary_operators.end() ? nullptr : &*found;
    }

    node_index binary(int loosest_allowed) {
        node_index left = unary();
        while (!failed()) {
            const auto* found = operator_here();
            if (!found || found->precedence < loosest_allowed) break;
            const std::size_t offset = here().offset;
            advance();
            const node_index right = binary(found->precedence + 1);
            if (failed()) break;
            const bool logical = found->precedence <= 2;
            if (logical && tree_.nodes[left].name == found->function)
                left = extend(left, right);
            else
                left = add_call(found->function, offset, {left, right});
        }
        return left;
    }

    /// a || b || c is one call with three operands: long chains cost no depth.
    node_index extend(node_index chain, node_index operand) {
        syntax_node longer = std::move(tree_.nodes[chain]);
        tree_.nodes[chain] = {};
        longer.children.push_back(operand);
        return add(std::move(longer));
    }

    node_index unary() {
        const std::size_t offset = here().offset;
        const std::string sign = here().is("!") ? "!" : "-";
        std::size_t count = 0;
        while (here().is(sign)) {
            if (sign == "-" && (ahead(1).kind == token_kind::integer || ahead(1).kind == token_kind::floating)) break;
            ++count;
            advance();
        }
        node_index operand = member();
        const auto function = sign == "!" ? operators::logical_not : operators::negate;
        // Pairs undo each other; the last one or two remain for the type they ask for.
        if (count > 2) count = 2 - count % 2;
        for (; count > 0 && !failed(); --count)
            operand = add_call(function, offset, {operand});
        return operand;
    }

    node_index member() {
        node_index operand = primary();
        while (!failed()) {
            const std::size_t offset = here().offset;
            if (take(".")) {
                operand = selection(operand);
            } else if (take("[")) {
                const auto function = take("?") ? operators::optional_index : operators::index;
                const node_index index = expression();
                expect("]");
                operand = add_call(function, offset, {operand, index});
            } else if (here().is("{") && is_name(operand)) {
                return fail(offset, "不支持消息构造", "messages cannot be built here");
            } else {
                break;
            }
        }
        return operand;
    }

    bool is_name(node_index operand) const {
        const auto kind = tree_.nodes[operand].kind;
        return kind == node_kind::identifier || kind == node_kind::select;
    }

    node_index selection(node_index operand) {
        const bool optional = take("?");
        const token name = here();
        const bool keyword = name.text == "in" || name.text == "true" || name.text == "false" || name.text == "null";
        if ((name.kind != token_kind::word || keyword) && name.kind != token_kind::quoted_word) return unexpected();
        advance();
        if (!optional && name.kind == token_kind::word && take("(")) return method(operand, name);
        syntax_node select;
        select.kind = node_kind::select;
        select.optional = optional;
        select.name = name.text;
        select.offset = name.offset;
        select.children = {operand};
        return add(std::move(select));
    }

    /// Unlike a list, arguments have no comma after the last one.
    std::vector<node_index> arguments() {
        std::vector<node_index> all;
        if (take(")")) return all;
        do
            all.push_back(expression());
        while (!failed() && take(","));
        expect(")");
        return all;
    }

    node_index method(node_index target, const token& name) {
        auto all = arguments();
        if (failed()) return 0;
        if (is_identifier(target, "math") && (name.text == "least" || name.text == "greatest") && all.size() > 1)
            all = {list_of(name.offset, std::move(all))};
        else if (const auto called = macro_named(name.text, all.size()))
            return comprehension(*called, target, name, all);
        else if (is_identifier(target, "cel") && name.text == bind_macro.name && all.size() == 3)
            return comprehension(bind_macro, target, name, all);
        all.insert(all.begin(), target);
        const node_index call = add_call(name.text, name.offset, std::move(all));
        if (!failed()) tree_.nodes[call].has_target = true;
        return call;
    }

    bool is_identifier(node_index index, std::string_view name) const {
        return tree_.nodes[index].kind == node_kind::identifier && tree_.nodes[index].name == name;
    }

    node_index list_of(std::size_t offset, std::vector<node_index> elements) {
        syntax_node list;
        list.kind = node_kind::list;
        list.offset = offset;
        list.children = std::move(elements);
        return add(std::move(list));
    }

    node_index comprehension(const macro& called, node_index range, const token& name,
                             const std::vector<node_index>& all) {
        syntax_node made;
        made.kind = node_kind::comprehension;
        made.comprehension = called.kind;
        made.offset = name.offset;
        for (std::size_t i = 0; i < called.variables; ++i) {
            const auto& variable = tree_.nodes[all[i]];
            if (variable.kind != node_kind::identifier || variable.absolute)
                return fail(variable.offset, "宏的前面的参数应是变量名",
                            fmt::format("{} takes simple names for its variables", name.text));
            (i == 0 ? made.name : made.second_name) = variable.name;
        }
        if (made.name == made.second_name)
            return fail(name.offset, "宏的两个变量不能同名",
                        fmt::format("the two variables of {} must have different names", name.text));
        if (called.kind != comprehension_kind::bind) made.children.push_back(range);
        made.children.insert(made.children.end(), all.begin() + static_cast<std::ptrdiff_t>(called.variables),
                             all.end());
        return add(std::move(made));
    }

    node_index primary() {
        const token first = here();
        switch (first.kind) {
        case token_kind::word:
            return word();
        case token_kind::string:
            return literal(value::string(first.text));
        case token_kind::bytes:
            return literal(value::bytes(first.text));
        case token_kind::integer:
        case token_kind::unsigned_integer:
        case token_kind::floating:
            return number(false);
        case token_kind::punctuation:
            return bracketed();
        case token_kind::end:
        case token_kind::quoted_word:
            break;
        }
        return unexpected();
    }

    node_index literal(value constant) {
        syntax_node node;
        node.offset = here().offset;
        node.literal = std::move(constant);
        advance();
        return add(std::move(node));
    }

    node_index number(bool negative) {
        const auto read = read_number(here(), negative);
        if (!read)
            return fail(here().offset, fmt::format("数“{}”超出范围", here().text),
                        fmt::format("the number {} is out of range", here().text));
        return literal(*read);
    }

    node_index bracketed() {
        const std::size_t offset = here().offset;
        if (take("-")) return number(true); // unary() leaves a minus only before a number
        if (take("(")) {
            const node_index inner = expression();
            expect(")");
            return inner;
        }
        if (take("[")) return list(offset);
        if (take("{")) return map(offset);
        if (take(".")) {
            if (here().kind != token_kind::word) return unexpected();
            const node_index name = word();
            if (!failed()) tree_.nodes[name].absolute = true;
            return name;
        }
        return unexpected();
    }

    /// Notes whether the next element or entry is written ?….
    void take_optional(syntax_node& container, std::size_t number) {
        if (!take("?")) return;
        container.optional_parts.resize(number, false);
        container.optional_parts.push_back(true);
    }

    node_index list(std::size_t offset) {
        syntax_node made;
        made.kind = node_kind::list;
        made.offset = offset;
        while (!failed() && !take("]")) {
            take_optional(made, made.children.size());
            made.children.push_back(expression());
            if (!here().is("]")) expect(",");
        }
        return failed() ? 0 : add(std::move(made));
    }

    node_index map(std::size_t offset) {
        syntax_node made;
        made.kind = node_kind::map;
        made.offset = offset;
        while (!failed() && !take("}")) {
            take_optional(made, made.children.size() / 2);
            made.children.push_back(expression());
            expect(":");
            made.children.push_back(expression());
            if (!here().is("}")) expect(",");
        }
        return failed() ? 0 : add(std::move(made));
    }

    node_index word() {
        const token name = here();
        if (name.text == "true" || name.text == "false") return literal(value::boolean(name.text == "true"));
        if (name.text == "null") return literal(value::null());
        if (is_reserved(name.text))
            return fail(name.offset, fmt::format("“{}”是保留字", name.text),
                        fmt::format("'{}' is a reserved word", name.text));
        advance();
        if (take("(")) return function(name);
        syntax_node node;
        node.kind = node_kind::identifier;
        node.name = name.text;
        node.offset = name.offset;
        return add(std::move(node));
    }

    node_index function(const token& name) {
        auto all = arguments();
        if (failed() || name.text != "has" || all.size() != 1) return add_call(name.text, name.offset, std::move(all));
        syntax_node test = tree_.nodes[all[0]];
        if (test.kind != node_kind::select || test.optional)
            return fail(name.offset, "has() 里应是字段，例：has(form.route)",
                        "the argument of has() must be a field, as in has(form.route)");
        test.kind = node_kind::test;
        return add(std::move(test));
    }

    std::vector<token> tokens_;
    std::size_t depth_max_;
    std::size_t at_ = 0;
    std::size_t nesting_ = 0;
    syntax_tree tree_;
    std::optional<fault> wrong_;
};

} // namespace

tree_or_fault parse(std::string_view source, std::size_t depth_max) {
    auto read = tokenize(source);
    if (read.wrong) return {{}, std::move(read.wrong)};
    return parser{std::move(read.tokens), depth_max}.run();
}

} // namespace sluice::cel
