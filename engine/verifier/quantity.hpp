#pragma once

#include <boost/container/small_vector.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace sluice::verifier {

/// A number that is not known, but is the same wherever it stands: an award, an amount that somebody typed.
using symbol = std::uint16_t;

inline constexpr std::int64_t no_lower_bound = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t no_upper_bound = std::numeric_limits<std::int64_t>::max();

/// The numbers between two bounds, both included.
struct interval {
    std::int64_t low = no_lower_bound;
    std::int64_t high = no_upper_bound;

    bool empty() const { return low > high; }
    bool single() const { return low == high; }
    friend bool operator==(const interval&, const interval&) = default;
};

/// Sums and products that stop at the bounds instead of overflowing; unbounded stays unbounded.
std::int64_t bounded_sum(std::int64_t left, std::int64_t right);
interval sum(const interval& left, const interval& right);
interval scaled(const interval& of, std::int64_t factor);

/// An integer as far as it is known: a constant and multiples of symbols. Two that are written alike are equal, and
/// differences cancel: that is how it is shown that what was committed is what is paid.
class quantity {
public:
    struct term {
        symbol of;
        std::int64_t times;
        friend bool operator==(const term&, const term&) = default;
    };
    using term_list = boost::container::small_vector<term, 2>;

    quantity() = default;
    static quantity constant(std::int64_t value);
    static quantity of(symbol which);

    std::int64_t offset() const { return offset_; }
    const term_list& terms() const { return terms_; } ///< by symbol; none has the factor 0
    bool is_constant() const { return terms_.empty(); }
    bool is_zero() const { return terms_.empty() && offset_ == 0; }

    /// Whether it is small enough to be kept: few terms with small factors. Otherwise it is to be replaced by a symbol
    /// of its own, so that the state space stays finite.
    bool is_simple() const;

    quantity operator+(const quantity& other) const { return combined(other, 1); }
    quantity operator-(const quantity& other) const { return combined(other, -1); }
    quantity times(std::int64_t factor) const;
    quantity plus(std::int64_t more) const;

    /// With every `which` replaced.
    quantity with(symbol which, const quantity& instead) const;

    /// Where it lies, given where each symbol lies.
    interval within(const std::vector<interval>& bounds) const;

    friend bool operator==(const quantity&, const quantity&) = default;

private:
    quantity combined(const quantity& other, std::int64_t factor) const;

    std::int64_t offset_ = 0;
    term_list terms_;
};

} // namespace sluice::verifier
