#include "engine/ledger/allocation.hpp"

#include <algorithm>
#include <unordered_set>
#include <utility>

namespace sluice::ledger {
namespace {

/// Wide enough for the product of any amount and any total: 9·10¹² × 9·10¹⁷ < 2⁶³ × 2⁶³.
__extension__ using wide = __int128;

bool is_amount(fen amount) {
    return amount >= fen{0} && amount <= fen_max;
}

refusal bad_amount(std::string place) {
    return refuse(
        reason::amount_invalid,
        {"金额须为零至 " + to_yuan(fen_max) + " 元", "An amount must be from zero to " + to_yuan(fen_max) + " yuan"},
        std::move(place));
}

/// What all three ways of dividing check first.
template<class Claim, class AmountsOf>
result<void> check(fen pool, const std::vector<Claim>& claims, AmountsOf amounts_of) {
    if (!is_amount(pool)) return bad_amount("/pool");
    if (claims.size() > claims_max)
        return refuse(reason::amount_invalid, {"申请数量过多", "There are too many claims"}, "/claims");
    std::unordered_set<std::string_view> seen;
    for (std::size_t index = 0; index < claims.size(); ++index) {
        const auto place = "/claims/" + std::to_string(index);
        if (!amounts_of(claims[index])) return bad_amount(place);
        if (!seen.insert(claims[index].application).second)
            return refuse(reason::already_exists,
                          {"申请重复：" + claims[index].application,
                           "The application occurs twice: " + claims[index].application},
                          place);
    }
    return {};
}

struct part {
    std::size_t index; ///< into the claims, which are sorted by application
    std::int64_t whole;
    std::int64_t remainder; ///< of the division by the total
};

/// Rounds pool × weight ÷ total, over weights sorted by application number, to parts that add up to the pool.
/// Needs total = Σ weights > 0; the remainders then cover what is left, so that zero weights get nothing.
std::vector<std::int64_t> largest_remainder(std::int64_t pool, const std::vector<std::int64_t>& weights,
                                            std::int64_t total) {
    std::vector<part> parts;
    parts.reserve(weights.size());
    std::int64_t left = pool;
    for (std::size_t index = 0; index < weights.size(); ++index) {
        const wide product = static_cast<wide>(pool) * weights[index];
        parts.push_back(
            {index, static_cast<std::int64_t>(product / total), static_cast<std::int64_t>(product % total)});
        left -= parts.back().whole;
    }
    std::stable_sort(parts.begin(), parts.end(),
                     [](const part& one, const part& other) { return one.remainder > other.remainder; });
    for (std::size_t position = 0; left > 0; ++position, --left)
        ++parts.at(position).whole;

    std::vector<std::int64_t> rounded(weights.size());
    for (const auto& each : parts)
        rounded[each.index] = each.whole;
    return rounded;
}

template<class Claim>
void sort_by_application(std::vector<Claim>& claims) {
    std::sort(claims.begin(), claims.end(),
              [](const Claim& one, const Claim& other) { return one.application < other.application; });
}

/// Whether the first reaches its cap at a lower rate than the second.
bool caps_earlier(const capped_claim& one, const capped_claim& other) {
    return static_cast<wide>(one.cap.count()) * other.weight.count() <
           static_cast<wide>(other.cap.count()) * one.weight.count();
}

/// The indices of the claims with a weight, those that reach their cap first in front.
std::vector<std::size_t> by_rate_of_cap(const std::vector<capped_claim>& claims) {
    std::vector<std::size_t> order;
    for (std::size_t index = 0; index < claims.size(); ++index)
        if (claims[index].weight > fen{0}) order.push_back(index);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t one, std::size_t other) { return caps_earlier(claims[one], claims[other]); });
    return order;
}

} // namespace

result<allocation> pro_rata(fen pool, std::vector<claim> claims) {
    const auto sound = check(pool, claims, [](const claim& one) { return is_amount(one.amount); });
    if (!sound) return sound.error();
    sort_by_application(claims);
    fen total;
    for (const auto& each : claims)
        total += each.amount;

    allocation divided{{}, fen{0}};
    if (total <= pool) {
        for (auto& each : claims)
            divided.shares.push_back({std::move(each.application), each.amount});
        divided.left_over = pool - total;
        return divided;
    }
    std::vector<std::int64_t> weights;
    for (const auto& each : claims)
        weights.push_back(each.amount.count());
    const auto parts = largest_remainder(pool.count(), weights, total.count());
    for (std::size_t index = 0; index < claims.size(); ++index)
        divided.shares.push_back({std::move(claims[index].application), fen{parts[index]}});
    return divided;
}

result<allocation> budget_share_with_caps(fen pool, std::vector<capped_claim> claims) {
    const auto sound =
        check(pool, claims, [](const capped_claim& one) { return is_amount(one.weight) && is_amount(one.cap); });
    if (!sound) return sound.error();
    sort_by_application(claims);
    const auto order = by_rate_of_cap(claims);

    std::vector<std::int64_t> weights(claims.size());
    std::int64_t total = 0;
    for (const auto index : order)
        total += weights[index] = claims[index].weight.count();

    // In the order in which caps are reached, the first that stays below its cap is followed by none that reaches it.
    std::vector<std::int64_t> amounts(claims.size());
    std::int64_t left = pool.count();
    for (const auto index : order) {
        const auto cap = claims[index].cap.count();
        if (static_cast<wide>(cap) * total > static_cast<wide>(left) * weights[index]) break;
        amounts[index] = cap;
        left -= cap;
        total -= std::exchange(weights[index], 0);
    }
    if (total > 0) {
        const auto parts = largest_remainder(left, weights, total);
        for (std::size_t index = 0; index < claims.size(); ++index)
            amounts[index] += parts[index];
        left = 0;
    }
    allocation divided{{}, fen{left}};
    for (std::size_t index = 0; index < claims.size(); ++index)
        divided.shares.push_back({std::move(claims[index].application), fen{amounts[index]}});
    return divided;
}

result<allocation> ranked_until_exhausted(fen pool, const std::vector<claim>& ranked, when_short rule) {
    const auto sound = check(pool, ranked, [](const claim& one) { return is_amount(one.amount); });
    if (!sound) return sound.error();
    allocation divided{{}, pool};
    bool open = true;
    for (const auto& each : ranked) {
        fen given;
        if (open && each.amount <= divided.left_over) {
            given = each.amount;
        } else if (open) {
            if (rule == when_short::pay_part) given = divided.left_over;
            open = rule == when_short::pass_over;
        }
        divided.left_over -= given;
        divided.shares.push_back({each.application, given});
    }
    return divided;
}

} // namespace sluice::ledger
