#include "api/workers/courier.hpp"

#include <exception>

namespace sluice::workers {
namespace {

constexpr std::chrono::milliseconds pause{500};

} // namespace

courier::courier(duties given)
    : duties_{std::move(given)}
    , thread_{[this] { work(); }} {}

courier::~courier() {
    {
        const std::lock_guard hold{guard_};
        stopping_ = true;
    }
    stop_.notify_one();
    thread_.join();
}

void courier::work() {
    std::unique_lock hold{guard_};
    while (!stopping_) {
        hold.unlock();
        const bool more = carry();
        hold.lock();
        if (!more) stop_.wait_for(hold, pause, [this] { return stopping_; });
    }
}

bool courier::carry() const {
    try {
        return duties_.carry();
    } catch (const std::exception& failure) {
        duties_.complain(failure.what());
        return false;
    }
}

} // namespace sluice::workers
