#include "engine/service/writer.hpp"

#include "engine/store/database.hpp"

#include <spdlog/spdlog.h>

namespace sluice::service {
namespace {

refusal unavailable(const char* zh, const char* en) {
    return refuse(reason::service_unavailable, {zh, en});
}

} // namespace

writer::writer(store::database& database, limits bounds)
    : database_{database}
    , limits_{bounds}
    , thread_{[this] { work(); }} {}

writer::~writer() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    arrived_.notify_one();
    thread_.join();
}

void writer::submit(errand_runner run, completion done) {
    std::optional<refusal> refused;
    {
        const std::lock_guard lock{mutex_};
        if (!trouble_.empty())
            refused = unavailable("存储故障，已停止写入", "The storage has failed and nothing more is written");
        else if (stopping_)
            refused = unavailable("服务正在停止", "The server is stopping");
        else if (queue_.size() >= limits_.queue_max)
            refused = unavailable("请求过多，请稍后再试", "Too many requests are waiting: try again shortly");
        else
            queue_.push_back({std::move(run), std::move(done)});
    }
    if (refused) return done(*refused);
    arrived_.notify_one();
}

health writer::state() const {
    const std::lock_guard lock{mutex_};
    return {trouble_.empty() && !stopping_, trouble_, queue_.size(), commands_, refusals_, commits_};
}

void writer::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        arrived_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty()) return;
        std::vector<waiting> batch;
        while (!queue_.empty() && batch.size() < limits_.batch_max) {
            batch.push_back(std::move(queue_.front()));
            queue_.pop_front();
        }
        lock.unlock();
        carry_out(batch);
        lock.lock();
    }
}

/// A failing environment (disk, lock) fails the batch as a whole: nothing of it is acknowledged.
void writer::carry_out(std::vector<waiting>& batch) {
    std::vector<result<answer>> outcomes;
    outcomes.reserve(batch.size());
    std::string failed;
    std::uint64_t refused = 0;
    try {
        const auto store = database_.begin_write();
        for (const auto& each : batch) {
            outcomes.push_back(run_one(*store, each.run));
            if (!outcomes.back()) ++refused;
        }
        if (refused < batch.size()) store->commit();
    } catch (const store::store_error& error) {
        failed = error.what();
    }
    {
        const std::lock_guard lock{mutex_};
        commands_ += batch.size();
        refusals_ += refused;
        if (failed.empty() && refused < batch.size()) ++commits_;
        if (!failed.empty() && database_.poisoned()) trouble_ = failed;
    }
    if (!failed.empty()) spdlog::error("a batch of {} commands was not written: {}", batch.size(), failed);
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i].done(failed.empty()
                          ? std::move(outcomes[i])
                          : result<answer>{unavailable("写入失败，未作任何更改，请稍后再试",
                                                       "Writing failed and nothing was changed: try again shortly")});
}

result<answer> writer::run_one(store::write_transaction& store, const errand_runner& run) {
    const auto savepoint = store.begin_savepoint();
    try {
        auto outcome = run(store);
        if (outcome) savepoint->release();
        return outcome;
    } catch (const store::version_mismatch& late) {
        return refuse(reason::version_conflict,
                      {"内容已被他人更新，请重新读取后再试", "Somebody else changed this: read it again, then retry"});
    } catch (const store::store_error&) {
        throw;
    } catch (const std::exception& broken) {
        spdlog::error("a command failed: {}", broken.what());
        return refuse(reason::internal,
                      {"服务器内部错误，未作任何更改", "The server failed inside; nothing was changed"});
    }
}

} // namespace sluice::service
