#include "api/http/internal/worker.hpp"

#include <exception>

namespace sluice::http::internal {

void worker::start(std::function<void(const std::string&)> report) {
    thread_ = std::thread{[this, report = std::move(report)] {
        while (!context_.stopped()) {
            try {
                context_.run();
            } catch (const std::exception& fault) {
                report(std::string{"a worker went on after: "} + fault.what());
            }
        }
    }};
}

void worker::stop() {
    context_.stop();
    if (thread_.joinable()) thread_.join();
}

void worker::watch(timed& one) {
    one.place_ = watched_.size();
    watched_.push_back(&one);
    if (!looking_) look_later();
}

void worker::forget(timed& one) {
    watched_[one.place_] = watched_.back();
    watched_[one.place_]->place_ = one.place_;
    watched_.pop_back();
}

/// Nobody is woken while there is nothing to look at.
void worker::look_later() {
    looking_ = !watched_.empty();
    if (!looking_) return;
    look_.expires_after(deadline_granularity);
    look_.async_wait([this](const boost::system::error_code& error) {
        if (!error) look_at_deadlines();
    });
}

void worker::look_at_deadlines() {
    const auto now = std::chrono::steady_clock::now();
    for (timed* one : watched_) {
        if (now < one->deadline_) continue;
        one->deadline_ = timed::never;
        one->run_out();
    }
    look_later();
}

} // namespace sluice::http::internal
