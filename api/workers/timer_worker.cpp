#include "api/workers/timer_worker.hpp"

#include <algorithm>
#include <exception>

namespace sluice::workers {
namespace {

constexpr std::chrono::milliseconds pause_max{1'000};
constexpr std::chrono::milliseconds pause_min{5}; ///< so that a timer that cannot fire does not keep a processor busy

} // namespace

timer_worker::timer_worker(duties given)
    : duties_{std::move(given)}
    , thread_{[this] { work(); }} {}

timer_worker::~timer_worker() {
    {
        const std::lock_guard hold{guard_};
        stopping_ = true;
    }
    stop_.notify_one();
    thread_.join();
}

void timer_worker::work() {
    std::unique_lock hold{guard_};
    while (!stopping_) {
        hold.unlock();
        const auto pause = fire_and_look_ahead();
        hold.lock();
        stop_.wait_for(hold, pause, [this] { return stopping_; });
    }
}

std::chrono::milliseconds timer_worker::fire_and_look_ahead() const {
    try {
        auto next = duties_.next();
        if (next && *next <= duties_.now()) {
            duties_.fire();
            next = duties_.next();
        }
        if (!next) return pause_max;
        const std::chrono::milliseconds left{next->milliseconds - duties_.now().milliseconds};
        return std::clamp(left, pause_min, pause_max);
    } catch (const std::exception& failure) {
        duties_.complain(failure.what());
        return pause_max;
    }
}

} // namespace sluice::workers
