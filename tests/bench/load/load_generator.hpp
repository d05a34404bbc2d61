#pragma once

#include "tests/bench/load/histogram.hpp"
#include "tests/bench/load/workload.hpp"

#include <chrono>
#include <cstdint>
#include <memory>

namespace sluice::bench {

/// What came of one round.
struct round_figures {
    double a_second = 0;
    histogram latency;
};

/// One thread that keeps so many connections to 127.0.0.1 busy: on each the next request is sent as soon as the answer
/// to the one before has been checked (a closed loop: a slow server is asked less often, so these are rates under full
/// load and latencies at that rate). It shares the processors with the server and costs a few microseconds a request.
class load_generator {
public:
    load_generator(std::uint16_t port, std::size_t connections);
    ~load_generator();
    load_generator(const load_generator&) = delete;
    load_generator& operator=(const load_generator&) = delete;

    /// Throws `wrong_answer`, or `std::runtime_error` when the server goes away. Every answer is waited for and
    /// checked; those that come after the time is over are not counted.
    round_figures run(workload&, std::chrono::nanoseconds how_long);

private:
    class implementation;
    std::unique_ptr<implementation> self_;
};

} // namespace sluice::bench
