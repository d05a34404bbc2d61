#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Whether two texts are about the same thing: normal forms, sets of shingles, candidates by hashing, and evidence.
namespace sluice::similarity {

/// Letters that are looked at; what comes after them is not.
inline constexpr std::size_t letters_max = 4'000;

/// A text without what is a matter of writing only. Keeps where each letter stood, so that people can be shown the
/// original.
struct normal_form {
    std::u32string letters;
    std::vector<std::uint32_t> begins, ends; ///< of each letter, bytes in the original

    /// The letters in UTF-8: equal for texts that differ in writing only.
    std::string key() const;
    bool empty() const { return letters.empty(); }
};

/// Full-width forms become ASCII, capitals (ASCII and Latin-1) small letters; punctuation and blanks go; and so does
/// every noise word, one of Latin letters only where it stands as a word. If nothing else is left, the noise words
/// stay. Characters are not composed, and traditional and simplified ones are not the same. Bytes that are not UTF-8
/// are passed over.
normal_form normalise(std::string_view original, std::span<const std::string> noise_words = {});

} // namespace sluice::similarity
