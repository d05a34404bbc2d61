#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/result.hpp"

#include <string>
#include <vector>

namespace sluice::ledger {

/// How a pool is divided among applications. All three are exact in integer fen, with 128-bit intermediates, and give
/// the same result whatever the order of their input (of the ranked one, the order is the input). Each refuses
/// `already_exists` when an application occurs twice, and `amount_invalid` for an amount below zero or above `fen_max`,
/// or for more than `claims_max` claims. Where a list is at fault, the place is `/claims/<index>`.
inline constexpr std::size_t claims_max = 100'000;

struct claim {
    std::string application; ///< the application's number: breaks ties, the lower first, byte by byte
    fen amount;
};

struct share {
    std::string application;
    fen amount;

    friend bool operator==(const share&, const share&) = default;
};

struct allocation {
    std::vector<share> shares; ///< by application number; of a ranked list, by rank
    fen left_over;             ///< what of the pool nobody gets; shares and this add up to the pool exactly

    friend bool operator==(const allocation&, const allocation&) = default;
};

/// Claims are paid in full when the pool suffices; else each is scaled by pool ÷ total and the parts are rounded by
/// largest remainder, ties by application number, so that they add up to the pool exactly. No part exceeds its claim,
/// and a larger claim never gets less than a smaller one. (By the nature of largest remainders, a larger *pool* can
/// lower a part by one fen.)
result<allocation> pro_rata(fen pool, std::vector<claim> claims);

struct capped_claim {
    std::string application;
    fen weight; ///< what is shared by, for instance the eligible expenditure
    fen cap;    ///< the most that this application can get
};

/// Each gets pool × weight ÷ Σ weights; where that exceeds a cap, the excess is shared again among the rest by the same
/// rule until nothing is left over or everyone with a weight is at the cap. Rounded as `pro_rata`.
result<allocation> budget_share_with_caps(fen pool, std::vector<capped_claim> claims);

/// What happens to the first claim in the ranking that the rest of the pool does not cover.
enum class when_short {
    stop,      ///< it and all below it get nothing
    pay_part,  ///< it gets what is left; all below it get nothing
    pass_over, ///< it gets nothing; those below it are still considered
};

/// Claims are paid in full from the top of the ranking until the pool is exhausted.
result<allocation> ranked_until_exhausted(fen pool, const std::vector<claim>& ranked, when_short rule);

} // namespace sluice::ledger
