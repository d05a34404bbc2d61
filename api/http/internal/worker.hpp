#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace sluice::http::internal {

/// Of one type, known when compiling: executors that hide theirs cost more than a small request.
using executor = boost::asio::io_context::executor_type;
using tcp_socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, executor>;
using steady_timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock,
                                                       boost::asio::wait_traits<std::chrono::steady_clock>, executor>;

/// How long after its time a deadline may be noticed; never before.
inline constexpr std::chrono::milliseconds deadline_granularity{50};

/// Something with a deadline that its worker looks at now and then: to set one reads the clock and does no more.
/// Everything here happens on the worker's thread.
class timed {
public:
    virtual ~timed() = default;

    /// Replaces the deadline there is.
    void expires_after(std::chrono::milliseconds patience) { deadline_ = std::chrono::steady_clock::now() + patience; }

    /// The deadline has passed. Called once for each; must not destroy anything that is timed.
    virtual void run_out() = 0;

private:
    friend class worker;
    static constexpr auto never = std::chrono::steady_clock::time_point::max();

    std::chrono::steady_clock::time_point deadline_ = never;
    std::size_t place_ = 0;
};

/// One thread with its own event loop and its own connections. Nothing of a connection is shared with another thread,
/// so that serving it locks nothing and wakes nobody.
class worker {
public:
    worker() = default;
    worker(const worker&) = delete;
    worker& operator=(const worker&) = delete;

    boost::asio::io_context& context() { return context_; }

    /// Runs the loop on a new thread until `stop`. What a task of it throws is told to `report`, and the loop goes on.
    void start(std::function<void(const std::string&)> report);

    /// Waits for the task that is running; what is left goes with the worker.
    void stop();

    /// Looks at the deadline of `one` from now on, until it is forgotten. On the worker's thread.
    void watch(timed& one);
    void forget(timed& one);

    /// How many connections it has been given that are not gone yet. From any thread, like `share`.
    std::size_t load() const { return load_; }

    /// One connection's part of the load.
    class share {
    public:
        explicit share(worker& of)
            : of_{&of} {
            ++of.load_;
        }
        share(share&& other) noexcept
            : of_{std::exchange(other.of_, nullptr)} {}
        share& operator=(share&&) = delete;
        ~share() {
            if (of_) --of_->load_;
        }

        worker& of() const { return *of_; }

    private:
        worker* of_;
    };

private:
    void look_later();
    void look_at_deadlines();

    std::atomic<std::size_t> load_{0};
    std::vector<timed*> watched_; ///< outlives the context, and with it every session that is left
    bool looking_ = false;
    boost::asio::io_context context_{1}; ///< run by one thread
    /// Keeps the thread until it is stopped: a session that ends just as it is drained leaves a task behind, which
    /// holds it, and which nobody would run any more.
    boost::asio::executor_work_guard<executor> busy_{context_.get_executor()};
    steady_timer look_{context_};
    std::thread thread_;
};

} // namespace sluice::http::internal
