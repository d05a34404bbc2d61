#include "api/http/internal/answer_slot.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace sluice::http::internal {

void answer_slot::renew(std::shared_ptr<answer_slot>& slot) {
    if (!slot || slot.use_count() > 1) {
        slot = std::make_shared<answer_slot>();
        return;
    }
    const std::lock_guard lock{slot->mutex_}; // after whoever had it last
    slot->answer_.reset();
    slot->waiting_ = nullptr;
    slot->abandoned_ = slot->collected_ = false;
}

bool answer_slot::ready_or_wake(steady_timer& timer) {
    const std::lock_guard lock{mutex_};
    if (answer_ || abandoned_) return true;
    waiting_ = &timer;
    return false;
}

std::optional<response> answer_slot::collect() {
    const std::lock_guard lock{mutex_};
    waiting_ = nullptr;
    collected_ = true;
    return std::exchange(answer_, std::nullopt);
}

bool answer_slot::is_abandoned() const {
    const std::lock_guard lock{mutex_};
    return abandoned_;
}

void answer_slot::take(response answer) {
    const std::lock_guard lock{mutex_};
    if (answer_ || abandoned_ || collected_) return;
    answer_ = std::move(answer);
    wake();
}

void answer_slot::abandon() {
    const std::lock_guard lock{mutex_};
    if (answer_ || abandoned_ || collected_) return;
    abandoned_ = true;
    wake();
}

/// The mutex is held. The timer is not touched from this thread: the connection may be about to wait on it.
void answer_slot::wake() {
    if (!waiting_) return;
    boost::asio::post(waiting_->get_executor(), [self = shared_from_this()] {
        const std::lock_guard lock{self->mutex_};
        if (self->waiting_) self->waiting_->cancel();
    });
}

} // namespace sluice::http::internal
