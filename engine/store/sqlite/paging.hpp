#pragma once

#include "engine/store/page.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace sluice::store::sqlite {

/// The most that a list without pages gives at once: due timers, outgoing messages.
inline constexpr int batch_limit_max = 10'000;

inline int batch_limit(int wanted) {
    return std::clamp(wanted, 1, batch_limit_max);
}

/// Where a list that counts positions begins, and how many rows to fetch: one more than asked for, to know whether
/// there is a next page.
struct page_bounds {
    explicit page_bounds(const page_request& want)
        : after{want.after ? want.after->first : 0}
        , limit{std::clamp(want.limit, 1, page_limit_max)}
        , fetch{limit + 1} {}

    std::int64_t after;
    int limit;
    int fetch;
};

/// Drops what was fetched beyond the limit, and sets the cursor if there was any.
template<class Record, class CursorOf>
page<Record> cut_to_page(std::vector<Record> records, const page_bounds& bounds, CursorOf cursor_of) {
    page<Record> cut{std::move(records), std::nullopt};
    if (cut.items.size() <= static_cast<std::size_t>(bounds.limit)) return cut;
    cut.items.resize(static_cast<std::size_t>(bounds.limit));
    cut.next = cursor_of(cut.items.back());
    return cut;
}

} // namespace sluice::store::sqlite
