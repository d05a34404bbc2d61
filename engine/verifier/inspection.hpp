#pragma once

#include "engine/verifier/expression_book.hpp"
#include "engine/verifier/finding.hpp"
#include "engine/verifier/outline.hpp"
#include "engine/verifier/state_space.hpp"

#include <string>
#include <vector>

namespace sluice::verifier {

/// What every rule looks at.
struct inspected {
    const programme::programme& rules;
    const expression_book& book;
    const outline& of;
    const state_space& space;

    const statechart::chart& chart() const { return *rules.chart; }
};

using finding_list = std::vector<finding>;

// Each adds what it finds; the file is workflow.json unless it says otherwise, and lines are filled in later.

/// reachability.cpp: unreachable-state, dead-transition, nobody-can-act, no-way-out, endless-round, state-space
void inspect_reachability(const inspected&, finding_list& to);
/// money_paths.cpp: money-left, exceeds-…, instalment-again, without-fund, money-waits, notice-left-open, notice-again
void inspect_money_paths(const inspected&, finding_list& to);
/// four_eyes.cpp: outsider-moves-money, one-role, one-person, without-the-office, mixed-roles
void inspect_four_eyes(const inspected&, finding_list& to);
/// order_laws.cpp: order-law
void inspect_order_laws(const inspected&, finding_list& to);
/// names.cpp: unknown-name, unknown-choice, unused, requirement-never-fails
void inspect_names(const inspected&, finding_list& to);
/// deadlines.cpp: deadline, order-decides, expression-cost
void inspect_deadlines(const inspected&, finding_list& to);

// people.cpp: how findings speak.

/// The steps of a path in words.
std::vector<path_step> in_words(const inspected&, const std::vector<edge_number>& path);
/// The same with one more step that leads nowhere: the one at which the finding shows.
std::vector<path_step> in_words(const inspected&, const std::vector<edge_number>& path, const stimulus& last);
/// “正在公示” / “Notice running”: the innermost states with their titles.
text titles_of(const inspected&, const statechart::snapshot& position);
/// The state's title, with its id.
text title_of(const inspected&, std::size_t state);
text title_of_transition(const inspected&, const statechart::transition&);

finding make_finding(const char* rule, std::string pointer, text sentence, std::vector<path_step> path = {},
                     severity weight = severity::error);

} // namespace sluice::verifier
