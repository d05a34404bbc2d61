#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::review {

/// An exact rational in lowest terms with a denominator above zero. Both parts stay far within 64 bits, since scores,
/// weights and panels are bounded; comparison multiplies in 128 bits.
class fraction {
public:
    constexpr fraction() = default;
    /// `denominator` must be above zero: anything else throws `std::invalid_argument`.
    fraction(std::int64_t numerator, std::int64_t denominator);

    std::int64_t numerator() const { return numerator_; }
    std::int64_t denominator() const { return denominator_; }

    friend bool operator==(const fraction&, const fraction&) = default;
    friend std::strong_ordering operator<=>(const fraction& left, const fraction& right);

private:
    std::int64_t numerator_ = 0;
    std::int64_t denominator_ = 1;
};

/// `2/3`: two whole numbers of at most six digits, the second above zero; or one whole number.
std::optional<fraction> parse_fraction(std::string_view written);
std::string to_string(const fraction& written);

/// Whether part ÷ whole ≥ share, exactly. A whole of zero reaches nothing.
bool reaches(std::int64_t part, std::int64_t whole, const fraction& share);

/// Hundredths, rounded half up (away from zero; the value is never negative here): 7/3 → 233.
std::int64_t to_hundredths(const fraction& value);

} // namespace sluice::review
