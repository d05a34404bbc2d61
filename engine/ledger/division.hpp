#pragma once

#include "engine/base/fen.hpp"
#include "engine/base/result.hpp"
#include "engine/ledger/allocation.hpp"

#include <map>
#include <string>
#include <vector>

namespace sluice::ledger {

/// How the pools of a round are divided among its list.
enum class division_mode {
    pro_rata,     ///< by `pro_rata`, of `amount`
    budget_share, ///< by `budget_share_with_caps`, of `amount` as the weight
    ranked,       ///< by `ranked_until_exhausted`, in the order of `score`
};

struct division_rules {
    division_mode mode = division_mode::pro_rata;
    when_short rule = when_short::stop; ///< ranked only
};

/// One application of the list.
struct candidate {
    std::string application;   ///< its number
    std::string pool;          ///< from which it draws; "" for the one without a name
    fen amount;                ///< claimed, or the weight
    fen cap;                   ///< budget_share only
    std::vector<double> score; ///< ranked only: compared number by number, the higher first; then by application
};

struct divided_pool {
    fen budget;
    fen left_over;
};

struct division {
    std::map<std::string, fen> shares;         ///< by application number, one for each candidate
    std::vector<std::string> order;            ///< ranked: the applications by rank; else by number
    std::map<std::string, divided_pool> pools; ///< every pool that was given
    fen total;                                 ///< of the shares
};

/// Divides each pool among those who draw from it. Exact, and the same whatever the order of the candidates. Refuses as
/// the functions of allocation.hpp do, and `invalid_value` for a candidate whose pool is not given.
result<division> divide(const std::map<std::string, fen>& pools, std::vector<candidate> list, division_rules rules);

} // namespace sluice::ledger
