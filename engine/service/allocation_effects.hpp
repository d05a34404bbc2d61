#pragma once

#include "engine/service/round_list.hpp"

#include <optional>
#include <string>

namespace sluice::service {

/// A round's list under other figures than its own.
struct changed_figures {
    std::optional<fen> pool;          ///< of the round in all
    json parameters = json::object(); ///< name → value, money in fen
};

/// Divides the list with these figures in the place of its own. `use` is what is bound or spent of the round.
result<application::shared_list> share_with(const programme::programme&, const stored_entity& round,
                                            const ledger::round_use& use, const std::deque<claimant>&,
                                            const changed_figures&);

/// For the pool and for every numeric parameter that the section's expressions read: what changes when it is a tenth
/// lower and a tenth higher. One entry for each figure and direction, as `allocation_effect` in schemas/openapi.json;
/// a figure with which the list cannot be divided says so.
json effects_of(const programme::programme&, const stored_entity& round, const ledger::round_use& use,
                const std::deque<claimant>&, const application::shared_list& as_it_is);

/// What the trial asks for, in fen. Refuses `invalid_value` for a parameter that the programme does not have or a value
/// of another shape, `amount_invalid` for an amount that is none.
result<json> parameters_in_fen(const programme::programme&, const json& wanted);

} // namespace sluice::service
