#include "api/http/internal/header_syntax.hpp"

#include <algorithm>
#include <array>

namespace sluice::http::internal {

namespace {

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

bool is_digit(char character) {
    return character >= '0' && character <= '9';
}

constexpr std::array<bool, 256> token_characters = [] {
    std::array<bool, 256> table{};
    for (char each = '0'; each <= '9'; ++each)
        table[static_cast<unsigned char>(each)] = true;
    for (char each = 'a'; each <= 'z'; ++each)
        table[static_cast<unsigned char>(each)] = table[static_cast<unsigned char>(each - 'a' + 'A')] = true;
    for (const char each : std::string_view{"!#$%&'*+-.^_`|~"})
        table[static_cast<unsigned char>(each)] = true;
    return table;
}();

} // namespace

std::string to_lower(std::string_view written) {
    std::string lowered{written};
    for (char& character : lowered)
        character = lower(character);
    return lowered;
}

std::string_view trim(std::string_view padded) {
    const auto first = padded.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return padded.substr(first, padded.find_last_not_of(" \t") - first + 1);
}

bool is_token_character(char character) {
    return token_characters[static_cast<unsigned char>(character)];
}

bool is_token(std::string_view written) {
    return !written.empty() && std::all_of(written.begin(), written.end(), is_token_character);
}

bool is_field_value(std::string_view value) {
    unsigned controls =
        0; // all are counted: a loop without a way out is one that the compiler takes 16 bytes at a time
    for (const char character : value)
        controls += is_control(character);
    return controls == 0;
}

std::vector<std::string_view> split_outside_quotes(std::string_view value, char separator) {
    std::vector<std::string_view> parts;
    bool quoted = false;
    std::size_t start = 0;
    for (std::size_t at = 0; at <= value.size() && parts.size() < list_entries_max; ++at) {
        const bool end = at == value.size();
        if (!end && quoted && value[at] == '\\') {
            at = std::min(at + 1, value.size() - 1);
            continue;
        }
        if (!end && value[at] == '"') quoted = !quoted;
        if (!end && (quoted || value[at] != separator)) continue;
        const auto part = trim(value.substr(start, at - start));
        if (!part.empty()) parts.push_back(part);
        start = at + 1;
    }
    return parts;
}

std::optional<std::string> unquote(std::string_view written) {
    if (is_token(written)) return std::string{written};
    if (written.size() < 2 || written.front() != '"' || written.back() != '"') return std::nullopt;
    const auto inside = written.substr(1, written.size() - 2);
    std::string plain;
    for (std::size_t at = 0; at < inside.size(); ++at) {
        if (inside[at] == '"') return std::nullopt;
        if (inside[at] == '\\' && ++at == inside.size()) return std::nullopt;
        plain += inside[at];
    }
    return plain;
}

std::optional<int> weight_of(const std::vector<std::string_view>& entry_parts) {
    constexpr std::size_t places_max = 3;
    for (std::size_t index = 1; index < entry_parts.size(); ++index) {
        const auto part = entry_parts[index];
        if (part.size() < 2 || lower(part[0]) != 'q' || part[1] != '=') continue;
        const auto number = part.substr(2);
        if (number.empty() || (number[0] != '0' && number[0] != '1')) return std::nullopt;
        int thousandths = (number[0] - '0') * 1000;
        if (number.size() == 1) return thousandths;
        if (number[1] != '.' || number.size() > 2 + places_max) return std::nullopt;
        int scale = 100;
        for (const char digit : number.substr(2)) {
            if (!is_digit(digit)) return std::nullopt;
            thousandths += (digit - '0') * scale;
            scale /= 10;
        }
        return thousandths <= 1000 ? std::optional{thousandths} : std::nullopt;
    }
    return 1000;
}

} // namespace sluice::http::internal
