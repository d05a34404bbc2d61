#include "tests/bench/seed/titles.hpp"

namespace sluice::bench {
namespace {

constexpr std::size_t vocabulary = 4'000;
constexpr int words_of_a_title = 6;

/// UTF-8 of a character of the first, most usual 4,096 of the CJK block, all of which take three bytes.
std::string character(std::uint64_t number) {
    const auto point = static_cast<unsigned>(0x4e00 + number % 0x1000);
    return {static_cast<char>(0xe0 | (point >> 12)), static_cast<char>(0x80 | ((point >> 6) & 0x3f)),
            static_cast<char>(0x80 | (point & 0x3f))};
}

} // namespace

title_maker::title_maker(std::uint64_t seed) {
    chance drawn{seed};
    for (std::size_t i = 0; i < vocabulary; ++i)
        words_.push_back(character(drawn.next()) + character(drawn.next()));
}

std::string title_maker::title(chance& drawn) const {
    std::string made;
    for (int i = 0; i < words_of_a_title; ++i)
        made += words_[drawn.below(words_.size())];
    return made + "检测终端";
}

} // namespace sluice::bench
