#include "engine/similarity/normal_form.hpp"

#include "engine/cel/utf8.hpp"

#include <algorithm>

namespace sluice::similarity {
namespace {

constexpr char32_t separator = U' ';

/// First and last characters of the blocks that hold no letters.
constexpr std::pair<char32_t, char32_t> marks[] = {
    {0x0080, 0x00A9}, {0x00AB, 0x00B1}, {0x00B4, 0x00B4}, {0x00B6, 0x00B8}, {0x00BB, 0x00BF}, {0x00D7, 0x00D7},
    {0x00F7, 0x00F7}, {0x2000, 0x206F}, {0x20A0, 0x20CF}, {0x2190, 0x2BFF}, {0x2E00, 0x2E7F}, {0x3000, 0x3004},
    {0x3007, 0x3020}, {0x3030, 0x3030}, {0x303D, 0x303F}, {0x30FB, 0x30FB}, {0xE000, 0xF8FF}, {0xFE00, 0xFE6F},
    {0xFEFF, 0xFEFF}, {0xFF61, 0xFF65}, {0xFFE0, 0xFFFF},
};

bool is_ascii_letter(char32_t letter) {
    return (letter >= U'a' && letter <= U'z') || (letter >= U'0' && letter <= U'9');
}

/// Half width and small; a separator for whatever is no letter.
char32_t folded(char32_t letter) {
    if (letter >= 0xFF01 && letter <= 0xFF5E) letter -= 0xFEE0;
    if (letter >= U'A' && letter <= U'Z') return letter + 0x20;
    if (letter >= 0x00C0 && letter <= 0x00DE && letter != 0x00D7) return letter + 0x20;
    if (letter < 0x80) return is_ascii_letter(letter) ? letter : separator;
    const bool is_mark = std::any_of(std::begin(marks), std::end(marks), [letter](const auto& block) {
        return letter >= block.first && letter <= block.second;
    });
    return is_mark ? separator : letter;
}

/// The letters with one separator wherever something was between them.
normal_form with_separators(std::string_view original) {
    normal_form made;
    for (std::size_t at = 0; at < original.size() && made.letters.size() < letters_max;) {
        const auto read = cel::decode(original, at);
        const auto length = read ? read->length : 1;
        const char32_t letter = read ? folded(read->code) : separator;
        if (letter != separator || (!made.letters.empty() && made.letters.back() != separator)) {
            made.letters += letter;
            made.begins.push_back(static_cast<std::uint32_t>(at));
            made.ends.push_back(static_cast<std::uint32_t>(at + length));
        }
        at += length;
    }
    return made;
}

/// A Latin word inside a longer one is not that word.
bool stands_alone(const std::u32string& letters, std::size_t begin, std::size_t end) {
    const bool joined_before = begin > 0 && is_ascii_letter(letters[begin]) && is_ascii_letter(letters[begin - 1]);
    const bool joined_after =
        end < letters.size() && is_ascii_letter(letters[end - 1]) && is_ascii_letter(letters[end]);
    return !joined_before && !joined_after;
}

void mark_noise(const std::u32string& letters, const std::string& word, std::vector<bool>& dropped) {
    auto sought = with_separators(word).letters;
    while (!sought.empty() && sought.back() == separator)
        sought.pop_back();
    if (sought.empty()) return;
    for (auto at = letters.find(sought); at != std::u32string::npos; at = letters.find(sought, at + 1))
        if (stands_alone(letters, at, at + sought.size()))
            std::fill_n(dropped.begin() + static_cast<std::ptrdiff_t>(at), sought.size(), true);
}

normal_form without(const normal_form& all, const std::vector<bool>& dropped) {
    normal_form made;
    for (std::size_t i = 0; i < all.letters.size(); ++i) {
        if (dropped[i] || all.letters[i] == separator) continue;
        made.letters += all.letters[i];
        made.begins.push_back(all.begins[i]);
        made.ends.push_back(all.ends[i]);
    }
    return made;
}

} // namespace

std::string normal_form::key() const {
    std::string text;
    for (const char32_t each : letters)
        cel::append_character(text, each);
    return text;
}

normal_form normalise(std::string_view original, std::span<const std::string> noise_words) {
    const auto all = with_separators(original);
    std::vector<bool> dropped(all.letters.size(), false);
    for (const auto& word : noise_words)
        mark_noise(all.letters, word, dropped);
    auto made = without(all, dropped);
    return made.empty() ? without(all, std::vector<bool>(all.letters.size(), false)) : made;
}

} // namespace sluice::similarity
