#include "tests/bench/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sluice::bench {
namespace {

constexpr unsigned precision_bits = 7; ///< 128 buckets to a doubling
constexpr std::uint64_t buckets_a_doubling = 1u << precision_bits;
constexpr unsigned largest_bits = 38; ///< 275 seconds; what is longer counts as that long
constexpr std::uint64_t largest = (std::uint64_t{1} << largest_bits) - 1;

std::size_t bucket_of(std::uint64_t value) {
    if (value < buckets_a_doubling) return value;
    const auto shift = static_cast<unsigned>(std::bit_width(value)) - precision_bits - 1;
    return (shift + 1) * buckets_a_doubling + ((value >> shift) - buckets_a_doubling);
}

/// The largest value that falls into it.
std::uint64_t end_of_bucket(std::size_t bucket) {
    if (bucket < buckets_a_doubling) return bucket;
    const auto shift = static_cast<unsigned>(bucket / buckets_a_doubling) - 1;
    return ((bucket % buckets_a_doubling + buckets_a_doubling + 1) << shift) - 1;
}

} // namespace

histogram::histogram()
    : counts_(bucket_of(largest) + 1) {}

void histogram::record(std::chrono::nanoseconds latency) {
    const auto value = static_cast<std::uint64_t>(std::max<std::int64_t>(latency.count(), 0));
    ++counts_[bucket_of(std::min(value, largest))];
    ++count_;
    max_ = std::max(max_, latency);
}

std::chrono::nanoseconds histogram::percentile(double of_100) const {
    const auto wanted = static_cast<std::uint64_t>(std::ceil(static_cast<double>(count_) * of_100 / 100));
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < counts_.size() && count_ > 0; ++bucket) {
        seen += counts_[bucket];
        if (seen >= std::max<std::uint64_t>(wanted, 1))
            return std::min(std::chrono::nanoseconds{end_of_bucket(bucket)}, max_);
    }
    return std::chrono::nanoseconds{0};
}

} // namespace sluice::bench
