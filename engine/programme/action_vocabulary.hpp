#pragma once

#include <span>
#include <string_view>

namespace sluice::programme {

/// What a parameter of an action has to be.
enum class parameter_kind {
    money, ///< int fen from an expression, or money written out
    integer,
    string,
    timestamp, ///< an expression that gives one, or RFC 3339
    text,      ///< {"zh", "en"}
    anything,
    panel,    ///< the name of a panel
    receipt,  ///< recovery, surplus, principal or gain
    outcome,  ///< confirmed, upheld or ended
    audience, ///< applicant, reviewers or a role
    boolean,
    document,   ///< a name under `documents`
    role,       ///< one role
    roles,      ///< a list of them
    events,     ///< a list of events that people send
    term,       ///< a delay, or an instant from an expression
    terms,      ///< a list of delays
    settlement, ///< dismissed, upheld or settled
};

struct action_parameter {
    std::string_view name;
    parameter_kind kind;
    bool required;
};

struct action_kind {
    std::string_view name;
    std::span<const action_parameter> parameters;
    bool names_variables = false; ///< `assign`: the parameters are variables
};

/// The actions of the definition language (workflows/README.md); null for another name.
const action_kind* find_action(std::string_view name);
std::span<const action_kind> every_action();

} // namespace sluice::programme
