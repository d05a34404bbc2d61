#pragma once

#include <cstdint>
#include <random>

namespace sample {

/// Whole numbers from a seed that the test prints.
class dice {
public:
    explicit dice(std::uint64_t seed)
        : engine_{seed} {}

    /// From 0 to `most`, both included.
    int roll(int most) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(most + 1)); }
    bool chance(int percent) { return roll(99) < percent; }

private:
    std::mt19937_64 engine_;
};

} // namespace sample
