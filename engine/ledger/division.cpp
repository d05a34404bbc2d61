#include "engine/ledger/division.hpp"

#include <algorithm>
#include <utility>

namespace sluice::ledger {
namespace {

bool goes_before(const candidate& one, const candidate& other, division_mode mode) {
    if (mode == division_mode::ranked && one.score != other.score)
        return std::lexicographical_compare(other.score.begin(), other.score.end(), one.score.begin(), one.score.end());
    return one.application < other.application;
}

result<allocation> divide_pool(fen pool, const std::vector<const candidate*>& list, division_rules rules) {
    std::vector<claim> claims;
    for (const auto* each : list)
        claims.push_back({each->application, each->amount});
    if (rules.mode == division_mode::pro_rata) return pro_rata(pool, std::move(claims));
    if (rules.mode == division_mode::ranked) return ranked_until_exhausted(pool, claims, rules.rule);
    std::vector<capped_claim> capped;
    for (const auto* each : list)
        capped.push_back({each->application, each->amount, each->cap});
    return budget_share_with_caps(pool, std::move(capped));
}

} // namespace

result<division> divide(const std::map<std::string, fen>& pools, std::vector<candidate> list, division_rules rules) {
    std::sort(list.begin(), list.end(),
              [&](const candidate& one, const candidate& other) { return goes_before(one, other, rules.mode); });
    division made;
    std::map<std::string, std::vector<const candidate*>> members;
    for (const auto& each : list) {
        if (!pools.contains(each.pool))
            return refuse(reason::invalid_value,
                          {"没有此分项预算：" + each.pool, "There is no such pool: " + each.pool});
        if (!made.shares.emplace(each.application, fen{}).second)
            return refuse(reason::already_exists,
                          {"申请重复：" + each.application, "The application occurs twice: " + each.application});
        members[each.pool].push_back(&each);
        made.order.push_back(each.application);
    }
    for (const auto& [name, budget] : pools) {
        const auto divided = divide_pool(budget, members[name], rules);
        if (!divided) return divided.error();
        for (const auto& each : divided->shares) {
            made.shares[each.application] = each.amount;
            made.total += each.amount;
        }
        made.pools[name] = {budget, divided->left_over};
    }
    return made;
}

} // namespace sluice::ledger
