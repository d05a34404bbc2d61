#include "engine/similarity/shingles.hpp"

#include <algorithm>

namespace sluice::similarity {
namespace {

constexpr std::size_t latin_size = 3, other_size = 2;
constexpr unsigned letter_bits = 21; ///< of a Unicode character

std::uint64_t packed(std::u32string_view letters) {
    std::uint64_t number = 0;
    for (const char32_t each : letters)
        number = number << letter_bits | each;
    return number;
}

std::size_t count_common(const shingle_set& left, const shingle_set& right) {
    std::size_t common = 0;
    for (auto one = left.begin(), other = right.begin(); one != left.end() && other != right.end();) {
        if (*one == *other) ++common;
        const bool step_one = *one <= *other, step_other = *other <= *one;
        if (step_one) ++one;
        if (step_other) ++other;
    }
    return common;
}

} // namespace

shingle_set shingles_of(const normal_form& text) {
    const std::u32string_view letters = text.letters;
    shingle_set made;
    for (std::size_t at = 0; at < letters.size(); ++at) {
        const std::size_t size = letters[at] < 0x80 ? latin_size : other_size;
        if (at + size <= letters.size()) made.push_back(packed(letters.substr(at, size)));
    }
    if (made.empty() && !letters.empty()) made.push_back(packed(letters));
    std::sort(made.begin(), made.end());
    made.erase(std::unique(made.begin(), made.end()), made.end());
    return made;
}

per_mille resemblance(const shingle_set& left, const shingle_set& right) {
    if (left.empty() || right.empty()) return 0;
    const auto common = count_common(left, right);
    return static_cast<per_mille>(common * 1000 / (left.size() + right.size() - common));
}

per_mille containment(const shingle_set& left, const shingle_set& right) {
    if (left.empty() || right.empty()) return 0;
    return static_cast<per_mille>(count_common(left, right) * 1000 / std::min(left.size(), right.size()));
}

} // namespace sluice::similarity
