#pragma once

#include "engine/cel/syntax.hpp"
#include "engine/programme/programme.hpp"
#include "engine/verifier/abstract_state.hpp"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sluice::verifier {

/// What a node of an expression stands for, where that is something the verifier follows.
enum class source_kind : std::uint8_t {
    computed, ///< an operator or function over its children
    variable, ///< `vars.name`
    parameter,
    money,             ///< `money.reserved` …
    instalment_status, ///< `payments['name'].status`
    instalment_amount,
    event, ///< `event.type` and what is under `event.data`
    in_state,
    outside, ///< form, applicant, reviews, dates …: anything may be
};

struct node_facts {
    source_kind from = source_kind::computed;
    text_number key = unknown_text;  ///< of the node as text: alike nodes of one step have one value
    text_number name = unknown_text; ///< of the variable, parameter, account, instalment or state
    bool negated = false;            ///< of `a != b`, whose key is that of `a == b`
    bool followed = false;           ///< whether anything inside depends on the state or on the event
};

/// One expression, parsed and typed, with what each node stands for.
struct followed_expression {
    std::string source;
    cel::syntax_tree tree;
    std::vector<node_facts> nodes;
};

using expression_pointer = const followed_expression*;

/// A parameter of an action: an expression, or the definition's own JSON.
struct followed_parameter {
    std::string name;
    expression_pointer expression = nullptr;
    const ordered_json* literal = nullptr;
};

struct followed_action {
    std::string type, pointer;
    std::vector<followed_parameter> parameters;

    const followed_parameter* find(std::string_view name) const;
};

struct followed_transition {
    expression_pointer guard = nullptr;           ///< null: none
    std::vector<expression_pointer> requirements; ///< conditions only; null for the other kinds
    bool data_decides = false; ///< whether another transition for the event takes other data, so that data choose
};

/// Every condition and computed parameter of a programme in a form that can be followed symbolically. Keeps a reference
/// to the programme.
class expression_book {
public:
    explicit expression_book(const programme::programme&);

    const followed_transition& transition(std::size_t index) const { return transitions_[index]; }
    const followed_action& action(std::size_t index) const { return actions_[index]; }
    const std::vector<followed_action>& actions() const { return actions_; }
    const std::vector<followed_transition>& transitions() const { return transitions_; }
    const std::vector<std::unique_ptr<followed_expression>>& expressions() const { return expressions_; }

    /// Every expression with its JSON pointer and, for those of a transition, its index.
    struct placed_expression {
        std::string pointer;
        expression_pointer expression;
        std::optional<std::size_t> transition;
    };
    const std::vector<placed_expression>& places() const { return places_; }

    text_number number(std::string_view text) const; ///< `unknown_text` for one that nowhere occurs
    const std::string& text(text_number number) const { return texts_[static_cast<std::size_t>(number)]; }

private:
    text_number intern(std::string_view text);
    expression_pointer follow(const std::string& source, const cel::environment& known, std::string pointer,
                              std::optional<std::size_t> transition = std::nullopt);
    void describe(followed_expression& made, cel::node_index index);
    void add_actions(const std::vector<statechart::action>& all, const cel::environment& known,
                     std::optional<std::size_t> transition = std::nullopt);
    void add_sections();
    void add_money_sections();

    const programme::programme& rules_;
    std::vector<followed_transition> transitions_;
    std::vector<followed_action> actions_;
    std::vector<std::unique_ptr<followed_expression>> expressions_;
    std::vector<placed_expression> places_;
    std::vector<std::string> texts_;
    std::unordered_map<std::string, text_number> numbers_;
};

} // namespace sluice::verifier
