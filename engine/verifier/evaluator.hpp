#pragma once

#include "engine/schema/shape.hpp"
#include "engine/statechart/snapshot.hpp"
#include "engine/verifier/abstract_state.hpp"
#include "engine/verifier/choices.hpp"
#include "engine/verifier/expression_book.hpp"
#include "engine/verifier/outline.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace sluice::verifier {

/// The event of a step as expressions see it: its type, and what of its data is known beforehand.
struct abstract_event {
    text_number type = unknown_text;
    std::vector<std::pair<text_number, abstract_value>> data;
    const schema::shape* shape = nullptr; ///< of the data; null: nothing is known
};

/// Evaluates conditions and amounts on an abstract state. Where a condition on what the state holds may go either way,
/// it chooses, and keeps in the state what the choice says; conditions on what is outside stay open.
class evaluator {
public:
    evaluator(const outline& of, const expression_book& book, abstract_state& state, choices& answers)
        : outline_{of}
        , book_{book}
        , state_{state}
        , choices_{answers} {}

    void set_event(const abstract_event* event) { event_ = event; }
    void set_position(const statechart::snapshot* position) { position_ = position; }

    /// Whether the condition holds; chooses where it may be either.
    bool holds(const followed_expression& condition);

    /// Takes it as given that the condition holds. False when it cannot.
    bool require(const followed_expression& condition);
    /// The same for its opposite.
    bool fail(const followed_expression& condition);

    abstract_value value(const followed_expression& of);

private:
    using node = cel::node_index;

    /// A condition without its negations, so that `a != b` and `!(a == b)` are the same question.
    struct question {
        text_number key;
        bool negated;
    };
    question asked_by(const followed_expression& in, node index) const;
    std::optional<truth> answered(const question&) const;

    truth decide(const followed_expression& in, node index);
    truth decide_call(const followed_expression& in, node index);
    truth compare(const followed_expression& in, node index);
    truth compare_texts(const abstract_value& left, const abstract_value& right) const;
    truth choose_sign(const quantity& asked, bool worth_it);
    truth choose_zero(const quantity& asked, bool worth_it);
    bool require(const followed_expression& in, node index, bool wanted);

    abstract_value value(const followed_expression& in, node index);
    abstract_value place(const followed_expression& in, node index);
    abstract_value call(const followed_expression& in, node index);
    abstract_value outside(const followed_expression& in, node index);
    abstract_value remembered(text_number key, abstract_value made);
    abstract_value extreme(const followed_expression& in, const std::vector<node>& arguments, bool least,
                           text_number key);
    abstract_value quotient(const quantity& left, std::int64_t by, text_number key);
    abstract_value event_place(const followed_expression& in, node index);
    const abstract_instalment* instalment(text_number name) const;

    const outline& outline_;
    const expression_book& book_;
    abstract_state& state_;
    choices& choices_;
    const abstract_event* event_ = nullptr;
    const statechart::snapshot* position_ = nullptr;
};

} // namespace sluice::verifier
