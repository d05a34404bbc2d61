#include "engine/store/sqlite/checkpointer.hpp"

#include "engine/store/error.hpp"

namespace sluice::store::sqlite {

namespace {

/// So many times its usual length the write-ahead log has before it is to start anew; and before the writer sees to it
/// whatever is left to move.
constexpr int lengths_max = 8;
constexpr int lengths_bound = 2 * lengths_max;

/// What the writer moves in a moment, and how often its helper tries to leave no more.
constexpr int little_pages = 100;
constexpr int turns_max = 6;

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
    long_ = pages >= pages_ * lengths_max;
    const bool too_long = pages >= pages_ * lengths_bound && pages >= next_pages_;
    if (caught_up_.exchange(false) || too_long) {
        next_pages_ = pages + pages_; // if a reader is in the way, it is not waited for with every commit
        move_log(writer, connection::checkpoint_mode::restart);
        return;
    }
    if (pages < next_pages_) return;
    next_pages_ = pages + pages_;
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
        catch_up();
        lock.lock();
    }
}

void checkpointer::catch_up() {
    int left = move_log(connection_, connection::checkpoint_mode::passive);
    if (!long_) return;
    for (int turn = 0; turn < turns_max && left > little_pages; ++turn)
        left = move_log(connection_, connection::checkpoint_mode::passive);
    caught_up_ = true;
}

int checkpointer::move_log(connection& user, connection::checkpoint_mode mode) {
    const std::lock_guard lock{moving_};
    if (poisoned_) return 0;
    const connection_pool::no_idle_readings pause{readers_};
    try {
        return user.checkpoint(mode);
    } catch (const std::exception&) {
        poisoned_ = true;
        return 0;
    }
}

} // namespace sluice::store::sqlite
