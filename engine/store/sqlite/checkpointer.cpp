#include "engine/store/sqlite/checkpointer.hpp"

#include "engine/store/error.hpp"

namespace sluice::store::sqlite {

namespace {

/// So many times its usual length the write-ahead log may have before the writer waits.
constexpr int lengths_max = 4;

/// A checkpoint copies pages and reads none of them into a cache.
constexpr int cache_kib = 64;

options lean(options settings) {
    settings.cache_kib = cache_kib;
    return settings;
}

} // namespace

checkpointer::checkpointer(const std::filesystem::path& path, const options& settings, connection_pool& readers,
                           std::atomic<bool>& poisoned)
    : pages_{settings.checkpoint_pages}
    , readers_{readers}
    , poisoned_{poisoned}
    , connection_{path, lean(settings), connection::role::writer}
    , next_pages_{settings.checkpoint_pages}
    , thread_{[this] { work(); }} {}

checkpointer::~checkpointer() {
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    woken_.notify_one();
    thread_.join();
}

void checkpointer::after_commit(connection& writer) {
    const int pages = writer.wal_pages();
    if (pages < last_pages_) next_pages_ = pages_; // it has started anew
    last_pages_ = pages;
    if (pages < next_pages_) return;
    next_pages_ = pages + pages_;
    if (pages >= pages_ * lengths_max) return move_log(writer, connection::checkpoint_mode::restart);
    {
        const std::lock_guard lock{mutex_};
        due_ = true;
    }
    woken_.notify_one();
}

void checkpointer::work() {
    std::unique_lock lock{mutex_};
    for (;;) {
        woken_.wait(lock, [this] { return due_ || stopping_; });
        if (stopping_) return;
        due_ = false;
        lock.unlock();
        move_log(connection_, connection::checkpoint_mode::passive);
        lock.lock();
    }
}

void checkpointer::move_log(connection& user, connection::checkpoint_mode mode) {
    const std::lock_guard lock{moving_};
    if (poisoned_) return;
    readers_.end_readings();
    try {
        user.checkpoint(mode);
    } catch (const std::exception&) {
        poisoned_ = true;
    }
}

} // namespace sluice::store::sqlite
