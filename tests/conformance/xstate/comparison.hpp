#pragma once

#include "tests/conformance/xstate/node_process.hpp"
#include "tests/conformance/xstate/scripted_run.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sluice::conformance {

/// Whose answers ours are compared with: XState v5 through `to_xstate`, or SCION through `to_scxml`.
enum class other_engine { xstate, scxml };

struct random_case {
    ordered_json machine;
    ordered_json script;
};

/// A case with its chart read and exported, and what our engine makes of it.
struct prepared_case {
    random_case written;
    std::string rejected; ///< why it is not a case at all: a rule, or "unreadable", "refused", "endless", "beyond"
    other_engine other = other_engine::xstate;
    std::optional<std::uint32_t> oracle;
    std::vector<json> ours;
    bool has_regions = false;
    std::size_t transitions = 0;
    std::vector<bool> taken;
    std::size_t timers_fired = 0;
    std::string question; ///< for run_machines.mjs or run_documents.mjs
};

/// Reads, checks L1 to L8 and what the other engine can say, runs and exports. A rejected case has no question.
prepared_case prepare(random_case written, other_engine other, std::optional<std::uint32_t> oracle = std::nullopt);

/// The first observation in which the engines differ, by its number; none where they agree. What the other engine does
/// not show (SCION its context) is not compared.
std::optional<std::size_t> first_difference(const prepared_case& prepared, const json& answer);

/// For a person: the case, where it goes apart, and both traces.
ordered_json report(const prepared_case& prepared, const json& answer);

/// A smaller case that still differs: script steps, states, transitions, actions, guards and the rest are left out
/// one after the other for as long as the difference stays.
prepared_case shrink(prepared_case differing, node_process& engine);

} // namespace sluice::conformance
