#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::store::sqlite {

/// A UUID as two numbers, in the order of its text.
struct short_id {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    static std::optional<short_id> from_text(std::string_view written); ///< 36 characters in lower case
    static short_id from_bytes(std::string_view sixteen); ///< throws `store_error` if they are not sixteen
    std::string to_text() const;
    std::string to_bytes() const; ///< the highest first

    friend auto operator<=>(const short_id&, const short_id&) = default;
};

} // namespace sluice::store::sqlite
