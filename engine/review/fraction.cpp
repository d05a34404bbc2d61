#include "engine/review/fraction.hpp"

#include <charconv>
#include <numeric>
#include <stdexcept>

namespace sluice::review {
namespace {

__extension__ using wide = __int128;

constexpr std::size_t digits_max = 6;

std::optional<std::int64_t> parse_whole(std::string_view digits) {
    if (digits.empty() || digits.size() > digits_max ||
        digits.find_first_not_of("0123456789") != std::string_view::npos)
        return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

} // namespace

fraction::fraction(std::int64_t numerator, std::int64_t denominator) {
    if (denominator <= 0) throw std::invalid_argument("fraction: the denominator must be above zero");
    const auto divisor = std::gcd(numerator, denominator);
    numerator_ = numerator / divisor;
    denominator_ = denominator / divisor;
}

std::strong_ordering operator<=>(const fraction& left, const fraction& right) {
    const wide one = static_cast<wide>(left.numerator_) * right.denominator_;
    const wide other = static_cast<wide>(right.numerator_) * left.denominator_;
    if (one < other) return std::strong_ordering::less;
    return one > other ? std::strong_ordering::greater : std::strong_ordering::equal;
}

std::optional<fraction> parse_fraction(std::string_view written) {
    const auto stroke = written.find('/');
    const auto numerator = parse_whole(written.substr(0, stroke));
    if (!numerator) return std::nullopt;
    if (stroke == std::string_view::npos) return fraction{*numerator, 1};
    const auto denominator = parse_whole(written.substr(stroke + 1));
    if (!denominator || *denominator == 0) return std::nullopt;
    return fraction{*numerator, *denominator};
}

std::string to_string(const fraction& written) {
    return std::to_string(written.numerator()) + "/" + std::to_string(written.denominator());
}

bool reaches(std::int64_t part, std::int64_t whole, const fraction& share) {
    return whole > 0 && fraction{part, whole} >= share;
}

std::int64_t to_hundredths(const fraction& value) {
    const wide doubled = static_cast<wide>(value.numerator()) * 200 + value.denominator();
    return static_cast<std::int64_t>(doubled / (static_cast<wide>(value.denominator()) * 2));
}

} // namespace sluice::review
