#pragma once

#include "engine/service/service.hpp"
#include "engine/store/database.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace sluice::service {

/// Carries out one command within a transaction that others share; returns what it answers.
using errand_runner = std::function<result<answer>(store::write_transaction&)>;

/// One thread that takes everything that waits, gives each a savepoint of one transaction, and commits them together
/// (group commit): whoever waits while the disk is busy is in the next batch, and nobody waits for a timer. A command
/// that refuses or fails is rolled back alone. Completions are called after the commit, on the writer's thread.
class writer {
public:
    struct limits {
        std::size_t queue_max;
        std::size_t batch_max;
    };

    writer(store::database&, limits);
    ~writer(); ///< carries out what waits, then stops
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    /// Thread-safe. Refuses `service_unavailable` at once when the queue is full or writing has stopped for good.
    void submit(errand_runner, completion);

    health state() const;

private:
    struct waiting {
        errand_runner run;
        completion done;
    };

    void work();
    void carry_out(std::vector<waiting>&);
    static result<answer> run_one(store::write_transaction&, const errand_runner&);

    store::database& database_;
    const limits limits_;
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<waiting> queue_;
    bool stopping_ = false;
    std::string trouble_;
    std::uint64_t commands_ = 0, refusals_ = 0, commits_ = 0;
    std::thread thread_;
};

} // namespace sluice::service
