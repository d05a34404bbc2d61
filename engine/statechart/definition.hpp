#pragma once

#include "engine/base/json.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sluice::statechart {

/// Bounds of one chart. Reading refuses what is larger, so that recursion over the tree and the work of one
/// microstep are bounded too.
inline constexpr std::size_t depth_max = 16;
inline constexpr std::size_t states_max = 1'000;
inline constexpr std::size_t transitions_max = 10'000;
inline constexpr std::size_t actions_max = 20'000;

/// An event, or a descriptor's match: what a person did, what an action raised, or what a timer brought.
/// `data` is the payload; for `done.state.<id>` it is the output of the final state that was reached.
struct event {
    std::string type;
    json data;
};

enum class state_kind { atomic, compound, parallel, final, history };

/// One action of an entry, exit, transition, initial or history list. The interpreter performs `raise` with literal
/// parameters itself; everything else goes to the host.
struct action {
    std::string type;
    ordered_json params;         ///< null where the definition gives none
    std::string pointer;         ///< JSON pointer into the definition
    std::size_t index = 0;       ///< dense over the whole chart, in document order of reading
    std::optional<event> raised; ///< set for `raise` whose event holds no expression
};

/// How an event descriptor matches: `submit` exactly, `submit.*` that event and all below it, `*` anything.
enum class descriptor_kind { always, exact, prefix, any, timer };

struct transition {
    std::size_t index = 0;
    std::size_t source = 0;
    std::string event; ///< as written; "" for `always`, `done.state.<id>` for `onDone`, `after.<timer id>` for `after`
    descriptor_kind descriptor = descriptor_kind::exact;
    std::string guard;                ///< CEL text, or "" where there is none
    std::vector<std::size_t> targets; ///< empty: stays where it is and only acts
    std::vector<action> actions;
    bool reenter = false;
    ordered_json definition; ///< the raw object, for extension fields such as by, requires, data, title
    std::string pointer;
    std::optional<std::size_t> timer; ///< of an `after` transition

    /// The state whose descendants are left when this is taken; none for a transition without targets, and not fixed
    /// (`targets_history`) when it depends on what a history state remembers.
    std::optional<std::size_t> domain;
    bool targets_history = false;
};

/// One entry of an `after` list: it starts when its state is entered and stops when the state is left.
struct timer {
    std::size_t index = 0;
    std::string id; ///< stable over versions that keep the order: `<state id>#<ordinal>`
    std::size_t state = 0;
    ordered_json delay; ///< as written: "7 working days", or {"cel": …}; the host gives it its meaning
    std::size_t transition = 0;
    ordered_json definition; ///< the raw object, for extension fields such as pausable
};

struct state {
    std::size_t index = 0; ///< in document order; the root is 0 and a subtree is contiguous
    std::string id;        ///< as given, or else the path; unique
    std::string path;      ///< keys from the root, dotted; empty for the root
    std::string key;       ///< the name under `states` of the parent
    state_kind kind = state_kind::atomic;
    std::optional<std::size_t> parent;
    std::vector<std::size_t> children;  ///< without history states
    std::vector<std::size_t> histories; ///< the history states directly inside
    std::size_t subtree_end = 0;        ///< one past the last descendant's index
    std::size_t depth = 0;

    /// Where one arrives by entering a compound state, or by default through a history state.
    std::vector<std::size_t> initial;
    std::vector<action> initial_actions;
    bool deep = false; ///< of a history state

    std::vector<action> entry;
    std::vector<action> exit;
    std::vector<std::size_t> transitions; ///< all with this source, in document order
    std::vector<std::size_t> always;      ///< in document order
    std::vector<std::size_t> on;          ///< event and done transitions, more specific descriptors first
    std::vector<std::size_t> timers;
    bool always_at_or_above = false; ///< whether a search for eventless transitions from here can find any
    std::vector<std::string> tags;
    ordered_json definition; ///< the raw object without `states`
    std::string pointer;
};

} // namespace sluice::statechart
