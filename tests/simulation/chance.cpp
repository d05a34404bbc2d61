#include "tests/simulation/chance.hpp"

#include <algorithm>
#include <numeric>

namespace sluice::simulation {
namespace {

constexpr std::uint64_t fnv_offset = 14'695'981'039'346'656'037U, fnv_prime = 1'099'511'628'211U;
constexpr std::uint64_t golden_gamma = 0x9E3779B97F4A7C15U;
constexpr double of_53_bits = 1.0 / 9'007'199'254'740'992.0;

} // namespace

chance::chance(std::uint64_t seed, std::initializer_list<std::string_view> about)
    : state_{seed ^ fnv_offset} {
    for (const auto word : about) {
        for (const char each : word)
            state_ = (state_ ^ static_cast<unsigned char>(each)) * fnv_prime;
        state_ = (state_ ^ 0x1FU) * fnv_prime; // where a word ends
    }
    next();
}

std::uint64_t chance::next() {
    std::uint64_t mixed = (state_ += golden_gamma);
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

std::size_t chance::below(std::size_t count) {
    return static_cast<std::size_t>(next() % count);
}

std::int64_t chance::between(std::int64_t first, std::int64_t last) {
    return first +
           static_cast<std::int64_t>(below(static_cast<std::size_t>(std::max<std::int64_t>(0, last - first) + 1)));
}

double chance::between(double first, double last) {
    return first + (last - first) * static_cast<double>(next() >> 11U) * of_53_bits;
}

bool chance::happens(double probability) {
    return between(0.0, 1.0) < probability;
}

std::size_t chance::weighed(const std::vector<double>& weights) {
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    double left = between(0.0, std::max(1.0, sum));
    for (std::size_t index = 0; index < weights.size(); ++index) {
        if (left < weights[index]) return index;
        left -= weights[index];
    }
    return weights.size();
}

} // namespace sluice::simulation
