#pragma once

#include "engine/service/errand.hpp"
#include "engine/service/outgoing_post.hpp"

#include <cstdint>
#include <vector>

namespace sluice::service {

/// After these pauses a delivery is attempted again; behind the last it has failed.
inline constexpr std::array<std::int64_t, 8> attempt_pauses_in_seconds{5,      60,     600,    3'600,
                                                                       14'400, 43'200, 86'400, 86'400};

/// How long what was told is kept: logs have to be kept for six months at least.
inline constexpr std::int64_t deliveries_kept_days = 400;

/// What the outbox up to a position was sorted into.
struct sorted_outbox {
    std::int64_t through = 0;
    std::vector<store::delivery_record> deliveries;
};

/// The server's own: keeps the deliveries, empties the outbox, and forgets some of what is old.
result<answer> carry_out(const errand&, const sorted_outbox&);
result<answer> carry_out(const errand&, const std::vector<delivery_outcome>&);

result<answer> carry_out(const errand&, const read_notification&); ///< the recipient
result<answer> carry_out(const errand&, const retry_delivery&);    ///< admin: one that has failed

/// A delivery after an attempt.
store::delivery_record after_attempt(store::delivery_record, const delivery_outcome&, instant now);

/// As its recipient reads it.
json notification_to_json(const store::delivery_record&, const std::string& number);
/// As an administrator looks after it.
json delivery_to_json(const store::delivery_record&);

} // namespace sluice::service
