#pragma once

#include "engine/statechart/snapshot.hpp"
#include "engine/verifier/quantity.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sluice::verifier {

struct outline;

/// What is known of a condition.
enum class truth : std::uint8_t { no, yes, maybe };

/// A text by its number in the expression book; `unknown_text` for one that is not known.
using text_number = std::int32_t;
inline constexpr text_number unknown_text = -1;

/// A value as far as it is known.
struct abstract_value {
    enum class kind : std::uint8_t { unknown, boolean, number, text };

    kind is = kind::unknown;
    truth holds = truth::maybe; ///< of a boolean
    text_number written = unknown_text;
    quantity number;

    static abstract_value of(truth known);
    static abstract_value of(quantity known);
    static abstract_value text(text_number known);
    friend bool operator==(const abstract_value&, const abstract_value&) = default;
};

/// How far an instalment is, as `application::payment_status`.
enum class instalment_status : std::uint8_t { due, prepared, approved, paid, cancelled };

struct abstract_instalment {
    text_number name = unknown_text; ///< unknown: a computed one, different each time
    instalment_status status = instalment_status::due;
    quantity amount;

    bool is_open() const { return status != instalment_status::paid && status != instalment_status::cancelled; }
};

/// A set of real states of an application, all that are alike in what the definition can tell apart: where it is, what
/// its variables and money are known to be, which instalments, notices and panels there are. Forms, documents, dates
/// and reviews are left open: every condition on them may go either way.
struct abstract_state {
    statechart::snapshot position;
    std::vector<abstract_value> variables; ///< by the outline's numbers
    quantity reserved, committed, paid, invested, recovered;
    std::vector<abstract_instalment> instalments;
    std::vector<bool> notices;    ///< open ones, by the outline's numbers
    std::vector<bool> panels;     ///< open ones
    std::vector<interval> bounds; ///< of each symbol
    std::vector<quantity> facts;  ///< each is known to be zero or more

    /// What conditions outside the state came to in the step under way, by the expression book's number of their text.
    std::vector<std::pair<text_number, abstract_value>> seen;

    symbol fresh(interval within);

    interval within(const quantity& asked) const { return asked.within(bounds); }
    /// Whether it is known to be at least zero: by where its symbols lie, or by one of the facts.
    bool is_shown_nonnegative(const quantity& asked) const;
    truth compares_nonnegative(const quantity& asked) const; ///< yes: ≥ 0; no: < 0

    /// Takes it as given that `asked` ≥ 0, or = 0. False when that contradicts what is known: the state is impossible.
    bool assume_nonnegative(const quantity& asked);
    bool assume_zero(const quantity& asked);

    /// What open instalments will take from the commitment.
    quantity outstanding() const;

    /// Gives symbols the numbers in which they occur, forgets what nothing refers to, and widens bounds to those the
    /// outline can tell apart: states that mean the same become equal, and there are finitely many.
    void normalise(const outline& of);

    /// Equal for equal states.
    std::string key() const;

private:
    void substitute(symbol which, const quantity& instead);
    bool tighten(const quantity& asked);
    template<class Visit>
    void each_quantity(Visit&& visit);
};

} // namespace sluice::verifier
