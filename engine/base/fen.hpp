#pragma once

#include "engine/base/json.hpp"
#include "engine/base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace sluice {

/// An amount of money in fen, the hundredth of a yuan. Arithmetic that would leave 64 bits throws
/// `std::overflow_error`: inputs are bounded by `fen_max` long before, so only a broken program gets there.
class fen {
public:
    constexpr fen() = default;
    constexpr explicit fen(std::int64_t count)
        : count_{count} {}

    constexpr std::int64_t count() const { return count_; }

    fen& operator+=(fen other);
    fen& operator-=(fen other);
    friend fen operator+(fen left, fen right) { return left += right; }
    friend fen operator-(fen left, fen right) { return left -= right; }
    friend constexpr auto operator<=>(fen, fen) = default;

private:
    std::int64_t count_ = 0;
};

/// 90 billion yuan: far above any municipal budget, and small enough that a million of them add up within 64 bits.
inline constexpr fen fen_max{9'000'000'000'000};

/// Reads "150000.00": digits, a point, two places; at most `fen_max`; no sign, no superfluous zeros.
result<fen> parse_yuan(std::string_view decimal);

/// Writes "150000.00"; a negative amount has a minus sign.
std::string to_yuan(fen amount);

/// Money in JSON is `{"amount": "150000.00", "currency": "CNY"}` and nothing else.
result<fen> money_from_json(const json& value, std::string place);
json money_to_json(fen amount);

} // namespace sluice
