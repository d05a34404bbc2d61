#include "engine/verifier/quantity.hpp"

#include <algorithm>

namespace sluice::verifier {
namespace {

constexpr std::size_t terms_max = 4;
constexpr std::int64_t factor_max = 4;

bool is_unbounded(std::int64_t bound) {
    return bound == no_lower_bound || bound == no_upper_bound;
}

std::int64_t bounded_product(std::int64_t bound, std::int64_t factor) {
    if (factor == 0) return 0;
    if (is_unbounded(bound)) return (bound == no_upper_bound) == (factor > 0) ? no_upper_bound : no_lower_bound;
    std::int64_t product = 0;
    if (!__builtin_mul_overflow(bound, factor, &product)) return product;
    return (bound > 0) == (factor > 0) ? no_upper_bound : no_lower_bound;
}

} // namespace

std::int64_t bounded_sum(std::int64_t left, std::int64_t right) {
    if (is_unbounded(left)) return left;
    if (is_unbounded(right)) return right;
    std::int64_t total = 0;
    if (!__builtin_add_overflow(left, right, &total)) return total;
    return left > 0 ? no_upper_bound : no_lower_bound;
}

interval sum(const interval& left, const interval& right) {
    return {bounded_sum(left.low, right.low), bounded_sum(left.high, right.high)};
}

interval scaled(const interval& of, std::int64_t factor) {
    const auto one = bounded_product(of.low, factor), other = bounded_product(of.high, factor);
    return {std::min(one, other), std::max(one, other)};
}

quantity quantity::constant(std::int64_t value) {
    quantity made;
    made.offset_ = value;
    return made;
}

quantity quantity::of(symbol which) {
    quantity made;
    made.terms_.push_back({which, 1});
    return made;
}

bool quantity::is_simple() const {
    return terms_.size() <= terms_max && std::all_of(terms_.begin(), terms_.end(), [](const term& each) {
               return each.times <= factor_max && each.times >= -factor_max;
           });
}

quantity quantity::combined(const quantity& other, std::int64_t factor) const {
    quantity made;
    made.offset_ = bounded_sum(offset_, bounded_product(other.offset_, factor));
    auto left = terms_.begin();
    auto right = other.terms_.begin();
    while (left != terms_.end() || right != other.terms_.end()) {
        if (right == other.terms_.end() || (left != terms_.end() && left->of < right->of)) {
            made.terms_.push_back(*left++);
        } else if (left == terms_.end() || right->of < left->of) {
            made.terms_.push_back({right->of, bounded_product(right->times, factor)});
            ++right;
        } else {
            const auto times = bounded_sum(left->times, bounded_product(right->times, factor));
            if (times != 0) made.terms_.push_back({left->of, times});
            ++left;
            ++right;
        }
    }
    return made;
}

quantity quantity::times(std::int64_t factor) const {
    return quantity{}.combined(*this, factor);
}

quantity quantity::plus(std::int64_t more) const {
    quantity made = *this;
    made.offset_ = bounded_sum(offset_, more);
    return made;
}

quantity quantity::with(symbol which, const quantity& instead) const {
    const auto found = std::find_if(terms_.begin(), terms_.end(), [&](const term& each) { return each.of == which; });
    if (found == terms_.end()) return *this;
    const auto factor = found->times;
    quantity rest = *this;
    rest.terms_.erase(rest.terms_.begin() + (found - terms_.begin()));
    return rest.combined(instead, factor);
}

interval quantity::within(const std::vector<interval>& bounds) const {
    interval found{offset_, offset_};
    for (const auto& each : terms_)
        found = sum(found, scaled(bounds[each.of], each.times));
    return found;
}

} // namespace sluice::verifier
