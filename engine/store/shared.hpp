#pragma once

#include "engine/store/record.hpp"

#include <atomic>
#include <mutex>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

namespace sluice::store {

/// A stored value in memory, shared by everyone who reads it, together with what its users have made of it. The value
/// never changes: who asks after a later commit gets another one. Safe from any thread; lives as long as somebody
/// holds it.
template<class Record>
class shared {
public:
    explicit shared(Record record)
        : record_{std::move(record)} {}
    ~shared() {
        for (const place* each = places_.load(); each != nullptr;) {
            const place* next = each->next;
            delete each;
            each = next;
        }
    }
    shared(const shared&) = delete;
    shared& operator=(const shared&) = delete;

    const Record& operator*() const { return record_; }
    const Record* operator->() const { return &record_; }

    /// What `make(record)` or `make()` gives, made by the first who asks for a `T` and kept for all others as long as
    /// this value lives. One `T` is one use: give each use a type of its own. Others who ask while it is being made
    /// wait. If `make` throws nothing is kept, and the next who asks makes it. `make` may ask for another `T` of the
    /// same value, not for its own. The memory of a cache counts a flat share for such values: keep them of the
    /// size of what they are made of.
    template<class T, class Make>
    const T& derived(Make&& make) const {
        place_of<T>& kept = find_place<T>();
        if (!kept.ready.load(std::memory_order_acquire)) {
            const std::lock_guard lock{kept.making};
            if (!kept.ready.load(std::memory_order_relaxed)) {
                if constexpr (std::is_invocable_v<Make, const Record&>)
                    kept.value.emplace(std::forward<Make>(make)(record_));
                else
                    kept.value.emplace(std::forward<Make>(make)());
                kept.ready.store(true, std::memory_order_release);
            }
        }
        return *kept.value;
    }

private:
    struct place {
        explicit place(const char* name)
            : type{name} {}
        virtual ~place() = default;

        const char* type;
        place* next = nullptr;
    };

    template<class T>
    struct place_of final : place {
        place_of()
            : place{&tag<T>} {}

        std::mutex making;
        std::atomic<bool> ready = false;
        std::optional<T> value;
    };

    /// Its address stands for the type.
    template<class T>
    static inline char tag = 0;

    template<class T>
    place_of<T>& find_place() const {
        place* first = places_.load(std::memory_order_acquire);
        if (place* known = find_type(first, &tag<T>)) return static_cast<place_of<T>&>(*known);
        auto added = std::make_unique<place_of<T>>();
        do {
            if (place* known = find_type(first, &tag<T>)) return static_cast<place_of<T>&>(*known);
            added->next = first;
        } while (!places_.compare_exchange_weak(first, added.get(), std::memory_order_acq_rel));
        return *added.release();
    }

    static place* find_type(place* first, const char* type) {
        while (first != nullptr && first->type != type)
            first = first->next;
        return first;
    }

    Record record_;
    mutable std::atomic<place*> places_ = nullptr;
};

using shared_entity = shared<entity>;

/// Without its body.
using shared_application = shared<application_record>;

/// All states that any application is in, in order of programme, state, draft.
using shared_counts = shared<std::vector<application_count>>;

} // namespace sluice::store
