#pragma once

#include "engine/base/json.hpp"

#include <compare>
#include <cstdint>
#include <string>

namespace sluice::schema {

/// The number that was written, exactly: `digits` × 10^`exponent`. 19.99 is 1999 × 10^-2, not the double nearest to it.
/// Normal form: no trailing zero in `digits`; zero is all zeros. So members are equal when the numbers are.
struct decimal {
    bool negative = false;
    std::uint64_t digits = 0;
    int exponent = 0;

    friend bool operator==(const decimal&, const decimal&) = default;
    friend std::strong_ordering operator<=>(const decimal& left, const decimal& right);
};

/// `number` must be a JSON number. A double counts as the shortest decimal that reads back as the same double (what
/// was written, up to 15 significant digits).
decimal to_decimal(const json& number);

bool is_whole(const decimal& number);

/// Whether `number` is a whole multiple of `step`, which must not be zero.
bool is_multiple(const decimal& number, const decimal& step);

/// A text that is the same for equal numbers only, such as `1999e-2`.
std::string to_string(const decimal& number);

} // namespace sluice::schema
