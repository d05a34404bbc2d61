#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/result.hpp"

#include <vector>

namespace sluice::ledger {

/// From `from`, inclusive, up to the next bracket, exclusive, the award is `award`.
struct bracket {
    fen from;
    fen award;

    friend bool operator==(const bracket&, const bracket&) = default;
};

inline constexpr std::size_t brackets_max = 1'000;

/// The award of the bracket in which the amount falls, zero below the first. Refuses `definition_invalid` for a table
/// that is empty, longer than `brackets_max`, not strictly ascending or with a negative figure (place
/// `/brackets/<index>`), and `amount_invalid` for a negative amount.
result<fen> award_of(const std::vector<bracket>& table, fen amount);

} // namespace sluice::ledger
