#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace sluice::bench {

/// Makes one thing after the other on a thread of its own while the caller uses those before, a few ahead at most.
/// `make` returns nothing when there is nothing more. Throws what it throws.
template<class Thing>
void pipeline(const std::function<std::optional<Thing>()>& make, const std::function<void(Thing)>& use) {
    constexpr std::size_t ahead_max = 4;
    std::mutex guard;
    std::condition_variable changed;
    std::deque<std::optional<Thing>> made;
    std::exception_ptr trouble;
    bool stopping = false;
    std::thread maker{[&] {
        for (bool more = true; more;) {
            std::optional<Thing> next;
            std::exception_ptr failed;
            try {
                next = make();
            } catch (...) {
                failed = std::current_exception();
            }
            more = next.has_value();
            std::unique_lock hold{guard};
            if (failed) trouble = failed;
            changed.wait(hold, [&] { return stopping || made.size() < ahead_max; });
            if (stopping) return;
            made.push_back(std::move(next));
            changed.notify_all();
        }
    }};
    try {
        for (;;) {
            std::unique_lock hold{guard};
            changed.wait(hold, [&] { return !made.empty(); });
            auto next = std::move(made.front());
            made.pop_front();
            changed.notify_all();
            hold.unlock();
            if (!next) break;
            use(std::move(*next));
        }
    } catch (...) {
        {
            const std::lock_guard hold{guard};
            stopping = true;
        }
        changed.notify_all();
        maker.join();
        throw;
    }
    maker.join();
    if (trouble) std::rethrow_exception(trouble);
}

} // namespace sluice::bench
