#pragma once

#include "engine/application/change.hpp"
#include "engine/application/command.hpp"
#include "engine/application/facts.hpp"
#include "engine/programme/programme.hpp"

namespace sluice::application {

/// What a command that is carried out brings about. `after` is `before` with `recorded` applied.
struct decision {
    record recorded;
    application_state after;
    std::vector<std::size_t> taken; ///< transitions of the statechart, in order; not recorded
};

/// Whether the command can be carried out, and what it changes. Pure: the same arguments always give the same answer,
/// and nothing happens. For `create`, `before` is an empty state. Refuses with the precise reason and every unmet
/// requirement; see engine/base/reason.hpp.
result<decision> decide(const programme::programme&, const application_state& before, const command&, const facts&);

} // namespace sluice::application
