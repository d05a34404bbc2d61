#pragma once

#include "engine/similarity/shingles.hpp"

#include <cstdint>
#include <random>
#include <string>

namespace sample {

/// Titles made of Chinese characters taken at random, from a seed that the test prints.
class title_maker {
public:
    explicit title_maker(std::uint64_t seed)
        : engine_{seed} {}

    std::size_t roll(std::size_t below) { return engine_() % below; }

    std::u32string letters(std::size_t count) {
        std::u32string made;
        for (std::size_t i = 0; i < count; ++i)
            made += static_cast<char32_t>(0x4E00 + roll(3'000));
        return made;
    }

    /// The same with some letters replaced.
    std::u32string changed(std::u32string title, std::size_t replaced) {
        for (std::size_t i = 0; i < replaced; ++i)
            title[roll(title.size())] = static_cast<char32_t>(0x4E00 + roll(3'000));
        return title;
    }

private:
    std::mt19937_64 engine_;
};

inline sluice::similarity::shingle_set shingles(const std::u32string& letters) {
    return sluice::similarity::shingles_of({letters, {}, {}});
}

} // namespace sample
