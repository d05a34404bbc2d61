#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::simulation {

/// Chance that can be repeated: what comes out depends on the seed and on the words that say what it is for, and on
/// nothing else, so that two decisions never disturb each other, in whatever order they are taken. SplitMix64 (Steele,
/// Lea, Flood 2014) over FNV-1a of the words; good enough for habits, useless for secrets.
class chance {
public:
    chance(std::uint64_t seed, std::initializer_list<std::string_view> about);

    std::uint64_t next();
    /// 0 to count - 1; `count` must not be 0.
    std::size_t below(std::size_t count);
    /// Both ends included.
    std::int64_t between(std::int64_t first, std::int64_t last);
    double between(double first, double last);
    bool happens(double probability);

    template<class Item>
    const Item& one_of(const std::vector<Item>& items) {
        return items[below(items.size())];
    }

    /// The index of one of them, each as likely as its weight; a sum below 1 leaves the rest for `weights.size()`:
    /// none of them.
    std::size_t weighed(const std::vector<double>& weights);

private:
    std::uint64_t state_;
};

} // namespace sluice::simulation
