#pragma once

#include "engine/application/procedure.hpp"

namespace sluice::application {

/// An amount as a definition gives it: fen from an expression, or money written out. Refuses `amount_invalid` below
/// zero or above `fen_max`.
result<fen> amount_from(const json& value);

// Actions of the definition's vocabulary: see workflows/README.md. Amounts of zero move nothing.
result<void> reserve(procedure&, const json& params, statechart::raiser&);
result<void> commit(procedure&, const json& params, statechart::raiser&);
result<void> release(procedure&, const json& params, statechart::raiser&);
result<void> payment_due(procedure&, const json& params, statechart::raiser&);
result<void> receive(procedure&, const json& params, statechart::raiser&);
result<void> write_off(procedure&, const json& params, statechart::raiser&);

} // namespace sluice::application
