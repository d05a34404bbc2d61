#pragma once

#include "engine/service/queries.hpp"
#include "engine/store/page.hpp"

#include <cstddef>
#include <optional>
#include <utility>

namespace sluice::service {

/// Records looked at for one page at most. Where so many hold too few that may be shown, the page is short and has a
/// `next` all the same.
inline constexpr std::size_t looked_at_max = 5'000;

/// A page of which the store cannot tell what may be shown: `show(record)` gives the item, or nothing to pass it over.
/// Records are fetched until the page is full, and one more that may be shown says whether there is a `next`.
/// `fetch(page_request)` gives a page of the store, whose cursors hold for pages of any size.
template<class Fetch, class Show>
page full_page(const store::page_request& want, Fetch&& fetch, Show&& show) {
    page shown;
    const auto size = static_cast<std::size_t>(want.limit);
    store::page_request at = want;
    std::optional<store::page_request> cut;  // gives a page that ends with our last item,
    std::optional<store::cursor> behind_cut; // and this is its `next`, where it is known
    for (std::size_t looked_at = 0; looked_at < looked_at_max;) {
        const auto found = fetch(at);
        for (std::size_t i = 0; i < found.items.size(); ++i, ++looked_at) {
            auto item = show(found.items[i]);
            if (!item) continue;
            if (shown.items.size() == size) {
                shown.next = store::to_text(behind_cut ? *behind_cut : fetch(*cut).next.value());
                return shown;
            }
            shown.items.push_back(std::move(*item));
            if (shown.items.size() < size) continue;
            cut = store::page_request{at.after, static_cast<int>(i) + 1};
            if (i + 1 == found.items.size()) behind_cut = found.next;
        }
        if (!found.next) return shown;
        const bool only_looks_ahead = cut && at.limit != 1;
        at = {found.next, only_looks_ahead ? 1 : want.limit};
    }
    shown.next = store::to_text(*at.after);
    return shown;
}

} // namespace sluice::service
