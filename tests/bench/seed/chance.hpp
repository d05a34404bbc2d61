#pragma once

#include "engine/base/id.hpp"

#include <cstdint>

namespace sluice::bench {

/// SplitMix64 (Steele, Lea and Flood 2014): small, fast, and the same on every machine, unlike the distributions of the
/// standard library. A base is what its seed makes it.
class chance {
public:
    explicit chance(std::uint64_t seed)
        : state_{seed} {}

    std::uint64_t next() {
        std::uint64_t mixed = (state_ += 0x9e3779b97f4a7c15);
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
        return mixed ^ (mixed >> 31);
    }

    /// From 0 to `below` - 1, nearly evenly.
    std::uint64_t below(std::uint64_t limit) { return next() % limit; }

    id_entropy entropy() {
        id_entropy drawn{};
        for (auto& each : drawn)
            each = static_cast<std::uint8_t>(next());
        return drawn;
    }

private:
    std::uint64_t state_;
};

} // namespace sluice::bench
