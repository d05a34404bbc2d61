#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace sluice::store::sqlite {

/// Takes the first `count` entries of all walks together, each walk being in order: the one whose next entry comes
/// first is on top of a heap. A walk has `*`, `next()` and `valid()`, and begins valid. `comes_later` compares pointers
/// to walks. Returns whether there is more.
template<class Walk, class Later, class Take>
bool take_in_order(std::vector<Walk>& walks, Later comes_later, std::size_t count, Take take) {
    std::vector<Walk*> heap;
    heap.reserve(walks.size());
    for (Walk& each : walks)
        heap.push_back(&each);
    std::ranges::make_heap(heap, comes_later);
    for (; !heap.empty() && count > 0; --count) {
        std::ranges::pop_heap(heap, comes_later);
        Walk& first = *heap.back();
        take(*first);
        first.next();
        if (first.valid())
            std::ranges::push_heap(heap, comes_later);
        else
            heap.pop_back();
    }
    return !heap.empty();
}

} // namespace sluice::store::sqlite
