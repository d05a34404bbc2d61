#pragma once

#include "engine/base/instant.hpp"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace sluice::workers {

/// Fires timers when they fall due: wakes at the next one, and at least each second, since an earlier one may have been
/// set or the clock put forward. What it calls must be thread-safe.
class timer_worker {
public:
    struct duties {
        std::function<std::optional<instant>()> next; ///< `service::next_timer`
        std::function<std::size_t()> fire;            ///< `service::fire_due_timers`
        std::function<instant()> now;
        std::function<void(const std::string&)> complain; ///< hears what the others threw
    };

    explicit timer_worker(duties);
    /// Waits for the timers that are being fired.
    ~timer_worker();
    timer_worker(const timer_worker&) = delete;
    timer_worker& operator=(const timer_worker&) = delete;

private:
    void work();
    std::chrono::milliseconds fire_and_look_ahead() const;

    duties duties_;
    std::mutex guard_;
    std::condition_variable stop_;
    bool stopping_ = false;
    std::thread thread_; ///< last: it uses all of the above
};

} // namespace sluice::workers
