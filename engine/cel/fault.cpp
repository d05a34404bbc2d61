#include "engine/cel/fault.hpp"

#include "engine/cel/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace sluice::cel {
namespace {

/// From here on, the characters of East Asian scripts take two columns.
constexpr char32_t first_wide_character = 0x1100;
constexpr std::size_t compared_name_bytes_max = 128;

/// Blanks as wide as the text, so that what follows stands under what follows the text.
std::string blanks_under(std::string_view text) {
    std::string blanks;
    for (std::size_t i = 0; i < text.size();) {
        const auto character = decode(text, i);
        if (!character) break;
        blanks += character->code == '\t' ? "\t" : character->code >= first_wide_character ? "\u3000" : " ";
        i += character->length;
    }
    return blanks;
}

} // namespace

refusal describe(std::string_view source, const fault& found) {
    const std::size_t offset = std::min(found.offset, source.size());
    const auto before = source.substr(0, offset);
    const auto line_number = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t line_start = before.rfind('\n') + 1;
    const auto line = source.substr(line_start, source.find('\n', line_start) - line_start);
    const auto line_before = source.substr(line_start, offset - line_start);
    const std::string place = fmt::format("{}:{}", line_number, count_characters(line_before) + 1);
    const std::string shown = fmt::format("\n  {}\n  {}^", line, blanks_under(line_before));
    return refuse(reason::expression_invalid,
                  {fmt::format("表达式 {} 处有误：{}{}", place, found.explanation.zh, shown),
                   fmt::format("The expression is wrong at {}: {}{}", place, found.explanation.en, shown)},
                  place);
}

std::size_t edit_distance(std::string_view left, std::string_view right) {
    if (left.size() > compared_name_bytes_max || right.size() > compared_name_bytes_max)
        return compared_name_bytes_max;
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < right.size(); ++j) {
            const std::size_t replaced = diagonal + (left[i] == right[j] ? 0 : 1);
            diagonal = row[j + 1];
            row[j + 1] = std::min({replaced, row[j] + 1, diagonal + 1});
        }
    }
    return row.back();
}

} // namespace sluice::cel
