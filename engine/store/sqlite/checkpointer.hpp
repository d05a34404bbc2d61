#pragma once

#include "engine/store/sqlite/connection.hpp"
#include "engine/store/sqlite/pool.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace sluice::store::sqlite {

/// Moves the write-ahead log into the file beside the writer, on a thread and a connection of its own, each time that
/// the log has grown by so many pages. As long as commits go on coming, some of the log is always new: when it is
/// eight times as long, the thread moves it again and again until little is left, and the writer moves that little
/// between two commits, so that the log starts anew. When it is sixteen times as long, the writer does so whatever is
/// left. A failure poisons.
class checkpointer {
public:
    /// Throws `store_error` if the file cannot be opened. `readers` and `poisoned` outlive this.
    checkpointer(const std::filesystem::path& path, const options& settings, connection_pool& readers,
                 std::atomic<bool>& poisoned);
    /// Ends what it is doing. Nothing more is moved afterwards.
    ~checkpointer();
    checkpointer(const checkpointer&) = delete;
    checkpointer& operator=(const checkpointer&) = delete;

    /// For the writer, after each commit, which is on disk whatever happens here. Waits only if the log is too long.
    void after_commit(connection& writer);

private:
    void work();
    void catch_up();
    int move_log(connection& user, connection::checkpoint_mode mode);

    const int pages_;
    connection_pool& readers_;
    std::atomic<bool>& poisoned_;
    connection connection_;

    int last_pages_ = 0; ///< the writer's, as is the next
    int next_pages_;

    std::mutex moving_; ///< held by who moves the log
    std::mutex mutex_;
    std::condition_variable woken_;
    bool due_ = false;
    std::atomic<bool> long_ = false;      ///< the log is to start anew
    std::atomic<bool> caught_up_ = false; ///< little is left of a long log
    bool stopping_ = false;
    std::thread thread_;
};

} // namespace sluice::store::sqlite
