#pragma once

#include "api/http/server.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>

namespace sluice::http::internal {

/// A connection as the server knows it.
class connection {
public:
    virtual ~connection() = default;

    /// Ends it at once if it waits for a request, otherwise after the one under way. From any thread.
    virtual void drain() = 0;
};

/// A place among the few connections that are being told that there are too many; given back when it is destroyed.
class turning_away {
public:
    explicit turning_away(std::atomic<std::size_t>& taken)
        : taken_{taken} {}
    ~turning_away() { --taken_; }
    turning_away(const turning_away&) = delete;
    turning_away& operator=(const turning_away&) = delete;

private:
    std::atomic<std::size_t>& taken_;
};

/// Beyond this many at a time, a connection too many is closed without being told why.
inline constexpr std::size_t turning_away_max = 64;

/// Every connection there is. Safe to use from any thread.
class connection_registry {
public:
    explicit connection_registry(std::size_t connections_max)
        : connections_max_{connections_max} {}

    /// False if there are too many, or the server is stopping: the caller must then not serve it.
    bool add(const std::shared_ptr<connection>& one);
    void remove(const connection* one);

    /// A place for a connection that was not let in, or null.
    std::shared_ptr<turning_away> turn_away();

    /// Drains every connection and lets none in any more.
    void drain();
    /// Whether the server is stopping: an answer then says that the connection closes, even before it is told.
    bool is_draining() const { return draining_; }

    /// Whether all have gone within the time.
    bool wait_until_empty(std::chrono::milliseconds patience);

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<const connection*, std::weak_ptr<connection>> all_;
    std::size_t connections_max_;
    std::atomic<bool> draining_{false};
    std::atomic<std::size_t> turned_away_{0};
};

/// What every connection is served with; it outlives them.
struct service {
    const server_options& options;
    const router& routes;
    const log_sink& log;
    connection_registry& connections;

    void report(log_level level, std::string request_id, std::string message) const {
        if (log) log({level, std::move(request_id), std::move(message)});
    }
};

} // namespace sluice::http::internal
