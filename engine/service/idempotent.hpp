#pragma once

#include "engine/service/commands.hpp"
#include "engine/service/library.hpp"
#include "engine/store/write_transaction.hpp"

#include <functional>
#include <optional>

namespace sluice::service {

/// How long an answer is kept for whoever repeats a request.
inline constexpr std::chrono::hours answers_kept_for{24 * 30};

/// Carries the command out unless its key has an answer already, which is then given again; keeps the new answer in the
/// same transaction as what the command changed. An answer that tells an application (`told_application`) is kept
/// without its text, which is told anew from the record when it is asked for. A refusal is not kept: a repaired request may use the same key.
/// Refuses `idempotency_key_reused` for the same key with another request.
result<answer> once(store::write_transaction&, const library&, const std::optional<idempotency>&, instant now,
                    const std::function<result<answer>()>& carry_out);

} // namespace sluice::service
