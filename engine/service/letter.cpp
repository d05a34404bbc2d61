#include "engine/service/letter.hpp"

#include "engine/service/library.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace sluice::service {
namespace {

constexpr std::string_view subject_mark = "Subject: ";

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Takes a line off the front.
std::string_view next_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
}

letter_template read_file(const std::filesystem::path& path) {
    std::ifstream file{path, std::ios::binary};
    if (!file) throw definition_error("cannot read " + path.string());
    const std::string written{std::istreambuf_iterator<char>{file}, {}};
    return letter_template::read(written, path.string());
}

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

} // namespace

letter_template letter_template::read(std::string_view written, const std::string& place) {
    letter_template read;
    const auto first = next_line(written);
    if (!first.starts_with(subject_mark)) throw definition_error(place + ": the first line has to be “Subject: …”");
    read.subject_ = read_line(first.substr(subject_mark.size()), place);
    if (!next_line(written).empty()) throw definition_error(place + ": the second line has to be empty");
    while (!written.empty())
        read.text_.push_back(read_line(next_line(written), place));
    return read;
}

letter_template::line letter_template::read_line(std::string_view rest, const std::string& place) {
    line pieces;
    for (;;) {
        const auto begin = rest.find("{{");
        if (begin == std::string_view::npos) break;
        const auto end = rest.find("}}", begin);
        if (end == std::string_view::npos) throw definition_error(place + ": “{{” without “}}”");
        const auto word = trimmed(rest.substr(begin + 2, end - begin - 2));
        if (std::find(letter_words.begin(), letter_words.end(), word) == letter_words.end())
            throw definition_error(
                fmt::format("{}: a letter knows no “{}”; it knows {}", place, word, fmt::join(letter_words, ", ")));
        pieces.push_back({std::string{rest.substr(0, begin)}, std::string{word}});
        rest.remove_prefix(end + 2);
    }
    pieces.push_back({std::string{rest}, ""});
    return pieces;
}

std::string letter_template::fill(const line& pieces, const letter_values& values) {
    std::string filled;
    for (const auto& each : pieces) {
        filled += each.literal;
        if (const auto value = values.find(each.word); value != values.end()) filled += value->second;
    }
    return filled;
}

bool letter_template::says_nothing(const line& pieces, const letter_values& values) {
    const auto is_empty = [&](const piece& each) {
        const auto value = values.find(each.word);
        return each.word.empty() || value == values.end() || value->second.empty();
    };
    return pieces.size() > 1 && std::all_of(pieces.begin(), pieces.end(), is_empty);
}

written_letter letter_template::fill(const letter_values& values) const {
    written_letter written{fill(subject_, values), ""};
    for (const auto& each : text_)
        if (!says_nothing(each, values)) written.text += fill(each, values) + "\n";
    return written;
}

letters letters::read(const std::filesystem::path& folder) {
    return {read_file(folder / "notification.zh.txt"), read_file(folder / "notification.en.txt")};
}

std::string beginning_of(std::string_view text, std::size_t characters_max) {
    std::string beginning;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (!continues_character(text[i]) && characters++ == characters_max) return beginning + "…";
        beginning += text[i] == '\n' || text[i] == '\r' ? ' ' : text[i];
    }
    return beginning;
}

} // namespace sluice::service
