#pragma once

#include "engine/base/digest.hpp"
#include "engine/base/fen.hpp"
#include "engine/base/json.hpp"
#include "engine/base/text.hpp"
#include "engine/cel/environment.hpp"
#include "engine/cel/expression.hpp"
#include "engine/ledger/division.hpp"
#include "engine/programme/match_rules.hpp"
#include "engine/programme/template.hpp"
#include "engine/review/panel_rules.hpp"
#include "engine/schema/schema.hpp"
#include "engine/statechart/chart.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::programme {

/// Something that a transition needs, with the words that say what is missing.
struct requirement {
    enum class kind { condition, window, form, documents };

    kind of = kind::condition;
    std::string id;
    std::optional<cel::expression> that; ///< conditions only
    bilingual_template otherwise;        ///< conditions only
};

/// What a transition asks beyond the statechart's own rules. One for each transition, by its index.
struct transition_rules {
    text title;
    std::vector<std::string> by; ///< roles that may send it; empty: an internal event
    std::optional<cel::expression> guard;
    std::shared_ptr<const schema::schema> data; ///< of `event.data`; null: no data is taken
    std::vector<std::string> separate_from;
    std::vector<requirement> requirements;
};

struct action_rules {
    value_template params;
};

struct timer_rules {
    text title;
    value_template delay;
    bool pausable = false;
};

enum class variable_type { money, integer, number, boolean, string, timestamp };

struct variable_rules {
    variable_type type = variable_type::integer;
    json initial; ///< in the state's own form: money in fen, timestamps in milliseconds
};

struct document_rules {
    text title;
    std::optional<cel::expression> required_when;
    std::vector<std::string> media_types;
    std::int64_t bytes_max = 0;
};

struct panel_rules {
    review::panel_rules rules;
    std::vector<std::string> assign; ///< roles that seat the members
};

/// Where the money goes: expressions for the account's holder, its number and the bank. Confidential.
struct payee_rules {
    cel::expression holder, number, bank;
};

struct payment_rules {
    std::vector<std::string> prepare, approve, record;
    bool investment = false;          ///< paid money stays an asset of the fund
    std::optional<payee_rules> payee; ///< without it, nothing can be sent to the bank in a batch
};

enum class allocation_mode {
    pro_rata,     ///< claims, scaled when the pool is exceeded
    budget_share, ///< the pool is shared by the claims as weights, each up to its cap
    ranked,       ///< claims are paid in full by score until the pool is exhausted
    brackets,     ///< a table says what a claim is worth
    formula,      ///< an expression says what each gets
    first_come,   ///< nothing is shared: each reserves what it is awarded while there is any
};

/// How the budget of a round is used. Amounts of `brackets` and `formula` that exceed the pool are paid by `score`
/// where there is one, and scaled where there is none.
struct allocation_rules {
    allocation_mode mode = allocation_mode::pro_rata;
    std::string state; ///< applications in this state share the round's pool; empty where nothing is shared
    std::optional<cel::expression> claim;    ///< fen; all modes but `first_come`
    std::optional<cel::expression> cap;      ///< fen; `budget_share`
    std::optional<cel::expression> score;    ///< a number, or a list of them compared in turn; the higher goes first
    std::optional<cel::expression> brackets; ///< rows of [from, award] in fen
    std::optional<cel::expression> formula;  ///< fen; sees `pool` besides
    std::optional<cel::expression> group;    ///< the name of the part of the budget from which one draws
    ledger::when_short when_short = ledger::when_short::stop;
    bool waiting_list = false;      ///< who gets nothing stays in `state` and waits, instead of being told so
    std::optional<fen> close_below; ///< once less than this is left, the round closes early
    std::vector<std::string> decide;
    bool redistribute = false; ///< what an upheld objection frees goes to the others
};

/// When another application counts as being about the same project. Shares of one in thousandths, as
/// `similarity::resemblance` gives them.
struct overlap_rules {
    int title_per_mille = 600;
    int summary_per_mille = 700;
    std::string summary_at = "/project/summary"; ///< JSON pointer to the form's summary
    bool anyone = false;                         ///< in `overlap`, projects of other organisations count as well
};

/// A random audit: of the applications of a round that stand in a state, a part is drawn by lot.
struct spot_check_rules {
    text title;
    std::string state;               ///< applications in this state, or in one inside it, are the population
    int percent = 0;                 ///< of the population, rounded up; 1 to 100
    int at_least = 0;                ///< applications, as far as there are so many
    std::vector<std::string> decide; ///< roles that draw
};

/// On every path, `pass` comes before `before`.
struct order_law {
    std::string before, pass;
};

/// The files of one folder, by name.
using definition_files = std::map<std::string, std::string>;

/// One version of one programme, read and checked as a whole. Immutable: any thread may use it.
struct programme {
    std::string id, version, number_prefix, calendar, fund;
    text title, summary;
    definition_files files; ///< the exact bytes that were published
    digest fingerprint{};   ///< SHA-256 over names and bytes, cases.json left out

    std::shared_ptr<const statechart::chart> chart;
    std::shared_ptr<const schema::schema> form;
    json parameters; ///< money in fen
    std::map<std::string, variable_rules> variables;
    std::map<std::string, text> roles; ///< the qualified ones
    std::map<std::string, document_rules> documents;
    std::map<std::string, panel_rules> panels;
    payment_rules payments;
    std::optional<allocation_rules> allocation;
    overlap_rules overlap;
    std::optional<match_rules> match;
    std::map<std::string, spot_check_rules> spot_checks;
    std::vector<order_law> laws;

    cel::environment vocabulary;               ///< what every expression sees
    std::vector<transition_rules> transitions; ///< by transition index
    std::vector<action_rules> actions;         ///< by action index
    std::vector<timer_rules> timers;           ///< by timer index

    bool knows_event(const std::string& type) const;
    text title_of_state(std::size_t state) const;
};

/// Everything that was found wrong with a definition, each with its file and place.
struct defect {
    std::string file;
    std::string pointer;
    text explanation;
};

struct reading {
    std::shared_ptr<const programme> read; ///< null when there is any defect
    std::vector<defect> defects;
};

/// Reads and checks a folder's files as one: statechart and its rules, schemas, the type of every expression, every
/// name that is referred to. Finds as many defects as it can in one go.
reading read_programme(definition_files files);

} // namespace sluice::programme
