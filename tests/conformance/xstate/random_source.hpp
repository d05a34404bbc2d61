#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace sluice::conformance {

/// Reproducible choices: the same seed gives the same ones with every library (no standard distribution is used).
class random_source {
public:
    explicit random_source(std::uint64_t seed)
        : engine_{seed} {}

    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(engine_() % bound); }
    std::size_t between(std::size_t least, std::size_t most) { return least + below(most - least + 1); }
    bool chance(std::size_t percent) { return below(100) < percent; }

    template<class Value>
    const Value& pick(const std::vector<Value>& from) {
        return from[below(from.size())];
    }

private:
    std::mt19937_64 engine_;
};

} // namespace sluice::conformance
