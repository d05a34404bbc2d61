#include "engine/similarity/min_hash.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sluice::similarity {
namespace {

/// The constants of splitmix64: its step, and its finalizer.
constexpr std::uint64_t golden_step = 0x9E3779B97F4A7C15;

std::uint64_t mixed(std::uint64_t number) {
    number = (number ^ (number >> 30)) * 0xBF58476D1CE4E5B9;
    number = (number ^ (number >> 27)) * 0x94D049BB133111EB;
    return number ^ (number >> 31);
}

std::uint64_t least_hash(const shingle_set& shingles, std::uint64_t seed) {
    std::uint64_t least = ~std::uint64_t{0};
    for (const auto each : shingles)
        least = std::min(least, mixed(each ^ seed));
    return least;
}

} // namespace

double recall(const banding& cut, double resemblance) {
    const double band_agrees = std::pow(resemblance, static_cast<double>(cut.rows));
    return 1.0 - std::pow(1.0 - band_agrees, static_cast<double>(cut.bands));
}

std::vector<std::int64_t> bands_of(const shingle_set& shingles, const banding& cut) {
    std::vector<std::int64_t> keys;
    if (shingles.empty()) return keys;
    std::uint64_t counted = 0;
    for (std::size_t band = 0; band < cut.bands; ++band) {
        std::uint64_t key = mixed(cut.salt + golden_step * (band + 1));
        for (std::size_t row = 0; row < cut.rows; ++row)
            key = mixed(key ^ least_hash(shingles, mixed(golden_step * ++counted)));
        keys.push_back(std::bit_cast<std::int64_t>(key));
    }
    return keys;
}

} // namespace sluice::similarity
