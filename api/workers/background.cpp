#include "api/workers/background.hpp"

#include <exception>

namespace sluice::workers {

background::background(std::size_t threads, std::size_t queue_max, complaint complain)
    : queue_max_{queue_max}
    , complain_{std::move(complain)} {
    for (std::size_t i = 0; i < threads; ++i)
        threads_.emplace_back([this] { take_turns(); });
}

background::~background() {
    {
        const std::lock_guard hold{guard_};
        stopping_ = true;
        waiting_.clear();
    }
    something_to_do_.notify_all();
    for (auto& each : threads_)
        each.join();
}

bool background::run(work wanted) {
    {
        const std::lock_guard hold{guard_};
        if (stopping_ || waiting_.size() >= queue_max_) return false;
        waiting_.push_back(std::move(wanted));
    }
    something_to_do_.notify_one();
    return true;
}

void background::take_turns() {
    for (;;) { // until the destructor says so
        work next;
        {
            std::unique_lock hold{guard_};
            something_to_do_.wait(hold, [this] { return stopping_ || !waiting_.empty(); });
            if (stopping_) return;
            next = std::move(waiting_.front());
            waiting_.pop_front();
        }
        perform(next);
    }
}

void background::perform(const work& wanted) const {
    try {
        wanted();
    } catch (const std::exception& failure) {
        complain_(failure.what());
    }
}

} // namespace sluice::workers
