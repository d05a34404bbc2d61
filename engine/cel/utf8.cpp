#include "engine/cel/utf8.hpp"

#include <algorithm>

namespace sluice::cel {
namespace {

constexpr char32_t unicode_max = 0x10FFFF;

constexpr bool is_surrogate(char32_t code) {
    return code >= 0xD800 && code <= 0xDFFF;
}

constexpr bool continues(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

} // namespace

std::optional<character> decode(std::string_view text, std::size_t offset) {
    if (offset >= text.size()) return std::nullopt;
    const auto lead = static_cast<unsigned char>(text[offset]);
    if (lead < 0x80) return character{lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || offset + length > text.size()) return std::nullopt;
    char32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text[offset + i])) return std::nullopt;
        code = code << 6U | (static_cast<unsigned char>(text[offset + i]) & 0x3FU);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[length] || code > unicode_max || is_surrogate(code)) return std::nullopt;
    return character{code, length};
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto next = decode(text, i);
        if (!next) return false;
        i += next->length;
    }
    return true;
}

std::size_t count_characters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

std::optional<std::size_t> offset_of(std::string_view text, std::size_t number) {
    std::size_t offset = 0;
    for (; number > 0; --number) {
        if (offset >= text.size()) return std::nullopt;
        ++offset;
        while (offset < text.size() && continues(text[offset])) ++offset;
    }
    return offset;
}

bool append_character(std::string& text, char32_t code) {
    if (code > unicode_max || is_surrogate(code)) return false;
    const auto add = [&](char32_t byte) { text += static_cast<char>(static_cast<unsigned char>(byte)); };
    const auto tail = [&](unsigned shift) { add(0x80U | (code >> shift & 0x3FU)); };
    if (code < 0x80) {
        add(code);
    } else if (code < 0x800) {
        add(0xC0U | code >> 6U), tail(0);
    } else if (code < 0x10000) {
        add(0xE0U | code >> 12U), tail(6), tail(0);
    } else {
        add(0xF0U | code >> 18U), tail(12), tail(6), tail(0);
    }
    return true;
}

} // namespace sluice::cel
