#pragma once

#include "tests/support/http_client.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace sluice::bench {

/// What came of one measurement over real HTTP.
struct figures {
    std::string what;
    int connections = 0;
    std::size_t answers = 0;
    double a_second = 0;
    double median_ms = 0;
    double p99_ms = 0; ///< 99 of 100 answers took no longer
};

/// One request on a connection, its answer checked. Throws when the answer is not the right one. False: there is
/// nothing more to send. `connection` counts from 0.
using exchange = std::function<bool(test::http_client&, int connection)>;

/// Every connection sends one request after the other, on a thread of its own, for so long or until nothing is left.
/// Closed loop: a slow server is asked less often, so these are rates under full load, not latencies at a given rate.
/// Throws what an exchange throws.
figures measure(std::string what, std::uint16_t port, int connections, std::chrono::milliseconds at_most,
                const exchange&);

/// The same with as many requests as there are, one after the other from 0 to `count` - 1 over all connections.
figures measure_each(std::string what, std::uint16_t port, int connections, std::size_t count,
                     const std::function<void(test::http_client&, std::size_t number)>&);

} // namespace sluice::bench
