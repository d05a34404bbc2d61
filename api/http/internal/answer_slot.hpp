#pragma once

#include "api/http/internal/worker.hpp"
#include "api/http/message.hpp"

#include <memory>
#include <mutex>
#include <optional>

namespace sluice::http::internal {

/// Where a handler puts its answer and the connection finds it. The two may run on different threads, and either may
/// be gone before the other: once the connection has stopped waiting, the slot touches nothing of it.
class answer_slot : public answer_taker, public std::enable_shared_from_this<answer_slot> {
public:
    /// A slot for the next answer: the same as for the last one, unless somebody still holds that.
    static void renew(std::shared_ptr<answer_slot>& slot);

    /// For the handler. When its last copy goes without having been called, the slot is abandoned.
    responder make_responder() { return responder{shared_from_this()}; }

    /// Whether there is something to collect already. If not, `timer` is cancelled, on its own executor, as soon as
    /// there is; it must stay until `collect`. Called on that executor.
    bool ready_or_wake(steady_timer& timer);

    /// Ends the waiting and hands over the answer, if there is one. Later answers are dropped.
    std::optional<response> collect();

    /// Whether no answer will come.
    bool is_abandoned() const;

    void take(response answer) override;
    void abandon() override;

private:
    void wake();

    mutable std::mutex mutex_;
    std::optional<response> answer_;
    steady_timer* waiting_ = nullptr;
    bool abandoned_ = false;
    bool collected_ = false;
};

} // namespace sluice::http::internal
