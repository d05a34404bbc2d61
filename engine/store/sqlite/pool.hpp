#pragma once

#include "engine/store/sqlite/connection.hpp"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace sluice::store::sqlite {

/// A bounded set of connections, opened as they are needed and lent to one user at a time. Safe from any thread.
class connection_pool {
public:
    connection_pool(std::filesystem::path path, options settings, connection::role part, int connections_max);

    /// Waits at most `wait_max`; then throws `store_error`.
    std::unique_ptr<connection> take();

    /// Keeps it for the next user, its transaction rolled back unless it was said that the next may go on reading in
    /// it; a failed one is closed instead. A writer that broke the file is kept, unused: if it were the last to close,
    /// the next to open would recover the write-ahead log and might find in it the very commit that failed.
    void give_back(std::unique_ptr<connection> used) noexcept;

    /// The page caches of connections that nobody uses.
    void release_memory();

    /// While it lives, no connection goes on reading that nobody uses: what it still sees would keep the write-ahead
    /// log from starting anew.
    class no_idle_readings {
    public:
        explicit no_idle_readings(connection_pool& of);
        ~no_idle_readings();
        no_idle_readings(const no_idle_readings&) = delete;
        no_idle_readings& operator=(const no_idle_readings&) = delete;

    private:
        connection_pool& of_;
    };

private:
    std::filesystem::path path_;
    options settings_;
    connection::role part_;
    int connections_max_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<connection>> idle_;
    std::unique_ptr<connection> broken_writer_; ///< one at most: nobody writes after it
    int lent_ = 0;
    int pauses_ = 0; ///< how many `no_idle_readings` there are
};

/// A connection on loan.
class connection_lease {
public:
    explicit connection_lease(connection_pool& pool)
        : pool_{pool}
        , connection_{pool.take()} {}
    ~connection_lease() { pool_.give_back(std::move(connection_)); }
    connection_lease(const connection_lease&) = delete;
    connection_lease& operator=(const connection_lease&) = delete;

    connection& operator*() { return *connection_; }

private:
    connection_pool& pool_;
    std::unique_ptr<connection> connection_;
};

} // namespace sluice::store::sqlite
