#include "engine/schema/decimal.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace sluice::schema {
namespace {

__extension__ typedef unsigned __int128 wide;

constexpr int digits_of_64_bits = 20;

decimal normal(bool negative, std::uint64_t digits, int exponent) {
    if (digits == 0) return {};
    // At most 19 rounds: 64 bits hold no more zeros.
    while (digits % 10 == 0) {
        digits /= 10;
        ++exponent;
    }
    return {negative, digits, exponent};
}

decimal from_double(double number) {
    std::array<char, 32> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::scientific);
    std::uint64_t digits = 0;
    int scale = 0;
    bool after_point = false;
    const char* at = buffer.data();
    const bool negative = *at == '-';
    if (negative) ++at;
    for (; *at != 'e'; ++at) {
        if (*at == '.') {
            after_point = true;
            continue;
        }
        digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
        if (after_point) ++scale;
    }
    ++at;
    if (*at == '+') ++at;
    int exponent = 0;
    std::from_chars(at, end.ptr, exponent);
    return normal(negative, digits, exponent - scale);
}

int length_of(std::uint64_t digits) {
    int length = 0;
    for (; digits > 0; digits /= 10) ++length;
    return length;
}

/// 10^power, which must be at most 38 so that it fits.
wide power_of_ten(int power) {
    wide value = 1;
    for (int i = 0; i < power; ++i) value *= 10;
    return value;
}

/// digits × 10^power modulo a 64-bit number, whatever the power.
std::uint64_t modulo(std::uint64_t digits, int power, std::uint64_t of) {
    wide rest = digits % of;
    wide factor = 10 % of;
    for (int bits = power; bits > 0; bits /= 2) {
        if (bits % 2 == 1) rest = rest * factor % of;
        factor = factor * factor % of;
    }
    return static_cast<std::uint64_t>(rest);
}

std::strong_ordering compare_magnitude(const decimal& left, const decimal& right) {
    if (left.digits == 0 || right.digits == 0) return left.digits <=> right.digits;
    const int left_size = length_of(left.digits) + left.exponent;
    const int right_size = length_of(right.digits) + right.exponent;
    if (left_size != right_size) return left_size <=> right_size;
    // Equally long before the point: the exponents differ by less than the digits of 64 bits.
    const int lower = std::min(left.exponent, right.exponent);
    const wide aligned_left = left.digits * power_of_ten(left.exponent - lower);
    const wide aligned_right = right.digits * power_of_ten(right.exponent - lower);
    if (aligned_left == aligned_right) return std::strong_ordering::equal;
    return aligned_left < aligned_right ? std::strong_ordering::less : std::strong_ordering::greater;
}

} // namespace

std::strong_ordering operator<=>(const decimal& left, const decimal& right) {
    if (left.negative != right.negative)
        return left.negative ? std::strong_ordering::less : std::strong_ordering::greater;
    return left.negative ? compare_magnitude(right, left) : compare_magnitude(left, right);
}

decimal to_decimal(const json& number) {
    if (number.is_number_unsigned()) return normal(false, number.get<std::uint64_t>(), 0);
    if (number.is_number_float()) return from_double(number.get<double>());
    const auto value = number.get<std::int64_t>();
    const auto magnitude = value < 0 ? 0 - static_cast<std::uint64_t>(value) : static_cast<std::uint64_t>(value);
    return normal(value < 0, magnitude, 0);
}

bool is_whole(const decimal& number) {
    return number.exponent >= 0;
}

bool is_multiple(const decimal& number, const decimal& step) {
    if (number.digits == 0) return true;
    if (number.exponent >= step.exponent)
        return modulo(number.digits, number.exponent - step.exponent, step.digits) == 0;
    const int shift = step.exponent - number.exponent;
    if (shift >= digits_of_64_bits) return false; // the step is greater than the number
    return wide{number.digits} % (step.digits * power_of_ten(shift)) == 0;
}

std::string to_string(const decimal& number) {
    return fmt::format("{}{}e{}", number.negative ? "-" : "", number.digits, number.exponent);
}

} // namespace sluice::schema
