#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

namespace sluice::bench {

/// How often which latency was seen, in the manner of HdrHistogram: buckets that grow with the value, 128 to each
/// doubling, so that every value is known to better than 1 % from nanoseconds to minutes. Recording takes some
/// nanoseconds and no memory.
class histogram {
public:
    histogram();

    void record(std::chrono::nanoseconds latency);

    std::uint64_t count() const { return count_; }
    /// The longest one, exactly.
    std::chrono::nanoseconds max() const { return max_; }
    /// What so many of 100 did not exceed; zero while nothing is recorded.
    std::chrono::nanoseconds percentile(double of_100) const;

private:
    std::vector<std::uint64_t> counts_;
    std::uint64_t count_ = 0;
    std::chrono::nanoseconds max_{};
};

} // namespace sluice::bench
