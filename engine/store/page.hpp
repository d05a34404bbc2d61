#pragma once

#include "engine/base/result.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::store {

/// The most that one page holds; a larger limit is cut down to it, and one below 1 raised to 1.
inline constexpr int page_limit_max = 200;

/// Where a page ended: the sort key of its last item. A list continues right behind it however much was written in
/// between, so nothing is skipped and nothing comes twice because of an insertion. Meaningful only to the list that
/// gave it, with the same filter and order.
struct cursor {
    std::int64_t first = 0;
    std::int64_t second = 0;
    std::string id;
    std::string part;

    friend bool operator==(const cursor&, const cursor&) = default;
};

/// The cursor as text for links: hexadecimal, opaque to clients.
std::string to_text(const cursor& position);

/// Reads it back. Refuses with `malformed_request` and the place `cursor` what `to_text` has not written.
result<cursor> parse_cursor(std::string_view written);

/// What to continue behind, and how many to give.
struct page_request {
    std::optional<cursor> after{};
    int limit = 50;
};

template<class Record>
struct page {
    std::vector<Record> items;
    std::optional<cursor> next; ///< set when there is more
};

} // namespace sluice::store
