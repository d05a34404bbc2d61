#include "tests/bench/load.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>

namespace sluice::bench {
namespace {

using steady = std::chrono::steady_clock;

constexpr std::chrono::minutes longest_measurement{5};

double milliseconds(steady::duration time) {
    return std::chrono::duration<double, std::milli>(time).count();
}

double quantile(const std::vector<double>& sorted, double part) {
    if (sorted.empty()) return 0;
    return sorted[std::min(sorted.size() - 1, static_cast<std::size_t>(part * static_cast<double>(sorted.size())))];
}

} // namespace

figures measure(std::string what, std::uint16_t port, int connections, std::chrono::milliseconds at_most,
                const exchange& send) {
    std::vector<std::vector<double>> times(static_cast<std::size_t>(connections));
    std::vector<std::exception_ptr> failures(times.size());
    std::vector<std::thread> threads;
    const auto begin = steady::now();
    for (int i = 0; i < connections; ++i)
        threads.emplace_back([&, i] {
            const auto mine = static_cast<std::size_t>(i);
            test::http_client connection{port};
            try {
                for (auto sent = steady::now(); sent - begin < at_most && send(connection, i);) {
                    const auto answered = steady::now();
                    times[mine].push_back(milliseconds(answered - sent));
                    sent = answered;
                }
            } catch (...) {
                failures[mine] = std::current_exception();
            }
        });
    for (auto& each : threads)
        each.join();
    const double took = milliseconds(steady::now() - begin);
    for (const auto& each : failures)
        if (each) std::rethrow_exception(each);
    std::vector<double> all;
    for (const auto& each : times)
        all.insert(all.end(), each.begin(), each.end());
    std::sort(all.begin(), all.end());
    return {std::move(what),    connections,        all.size(), static_cast<double>(all.size()) / took * 1'000,
            quantile(all, 0.5), quantile(all, 0.99)};
}

figures measure_each(std::string what, std::uint16_t port, int connections, std::size_t count,
                     const std::function<void(test::http_client&, std::size_t number)>& send) {
    std::atomic<std::size_t> next = 0;
    return measure(std::move(what), port, connections, longest_measurement, [&](test::http_client& connection, int) {
        const std::size_t number = next++;
        if (number >= count) return false;
        send(connection, number);
        return true;
    });
}

} // namespace sluice::bench
