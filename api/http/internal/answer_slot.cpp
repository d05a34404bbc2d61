#include "api/http/internal/answer_slot.hpp"

#include <boost/asio/post.hpp>

#include <utility>

namespace sluice::http::internal {

/// Shared by the copies of one responder; its end is the end of the last of them.
class answer_slot::ticket {
public:
    explicit ticket(std::shared_ptr<answer_slot> slot)
        : slot_{std::move(slot)} {}
    ~ticket() { slot_->abandon(); }
    ticket(const ticket&) = delete;
    ticket& operator=(const ticket&) = delete;

    void deliver(response answer) { slot_->deliver(std::move(answer)); }

private:
    std::shared_ptr<answer_slot> slot_;
};

responder answer_slot::make_responder() {
    return [shared = std::make_shared<ticket>(shared_from_this())](response answer) {
        shared->deliver(std::move(answer));
    };
}

bool answer_slot::ready_or_wake(boost::asio::steady_timer& timer) {
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

void answer_slot::deliver(response answer) {
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

bool answer_slot::is_abandoned() const {
    const std::lock_guard lock{mutex_};
    return abandoned_;
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
