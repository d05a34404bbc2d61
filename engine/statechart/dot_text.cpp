#include "engine/statechart/dot_text.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace sluice::statechart {

namespace {

constexpr std::array<std::string_view, 7> closing_marks{"，", "、", "：", "；", "）", "。", "”"};

std::string html_escaped(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        switch (letter) {
        case '&':
            escaped += "&amp;";
            break;
        case '<':
            escaped += "&lt;";
            break;
        case '>':
            escaped += "&gt;";
            break;
        case '"':
            escaped += "&quot;";
            break;
        default:
            escaped += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
        }
    }
    return escaped;
}

} // namespace

std::vector<std::string> wrapped(const std::string& line, std::size_t width_max) {
    std::vector<std::string> rows;
    std::string row, word;
    std::size_t row_width = 0, word_width = 0;
    const auto end_word = [&] {
        if (!row.empty() && row_width + word_width > width_max) {
            while (row.ends_with(' '))
                row.pop_back();
            rows.push_back(std::exchange(row, {}));
            row_width = 0;
        }
        row += std::exchange(word, {});
        row_width += std::exchange(word_width, 0);
    };
    for (std::size_t at = 0; at < line.size();) {
        const auto lead = static_cast<unsigned char>(line[at]);
        const std::size_t bytes = lead < 0xC0u ? 1 : lead < 0xE0u ? 2 : lead < 0xF0u ? 3 : 4;
        const auto letter = line.substr(at, bytes);
        at += bytes;
        const bool wide = bytes >= 3 && lead >= 0xE3u; // from U+3000 on: CJK and its punctuation
        const bool closes = std::find(closing_marks.begin(), closing_marks.end(), letter) != closing_marks.end();
        if (wide && !closes) end_word();
        word += letter;
        word_width += wide ? 2 : 1;
        if (letter == " ") end_word();
    }
    end_word();
    if (!row.empty()) rows.push_back(row);
    return rows;
}

std::string dot_quoted(const std::string& text) {
    std::string quoted = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\') quoted += '\\';
        quoted += static_cast<unsigned char>(letter) < ' ' ? ' ' : letter;
    }
    return quoted + '"';
}

std::string dot_rows(const std::string& text, std::size_t width_max) {
    std::string rows;
    for (const auto& row : wrapped(text, width_max))
        rows += html_escaped(row) + "<BR ALIGN=\"LEFT\"/>";
    return rows;
}

} // namespace sluice::statechart
