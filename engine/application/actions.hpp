#pragma once

#include "engine/application/procedure.hpp"

#include <string>

namespace sluice::application {

/// Performs one action of the definition's vocabulary (workflows/README.md), its parameters already evaluated. Refuses
/// as the ledger does, `amount_invalid` for an amount that is none, `definition_invalid` for an unknown action.
result<void> perform_action(procedure&, const std::string& type, const json& params, statechart::raiser&);

/// The actions there are, for the reader of definitions.
bool is_action(std::string_view type);

} // namespace sluice::application
