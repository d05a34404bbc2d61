#include "engine/store/page.hpp"

#include "engine/base/json.hpp"

#include <span>

namespace sluice::store {

namespace {

/// Longer than any cursor that `to_text` writes: ids, audiences and kinds are short.
constexpr std::size_t cursor_text_max = 4'096;

std::string to_digits(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string written;
    for (const char byte : bytes) {
        const auto value = static_cast<unsigned char>(byte);
        written += digits[value >> 4];
        written += digits[value & 0x0f];
    }
    return written;
}

int value_of(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

std::optional<std::string> from_digits(std::string_view written) {
    if (written.empty() || written.size() % 2 != 0 || written.size() > cursor_text_max) return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < written.size(); i += 2) {
        const int high = value_of(written[i]);
        const int low = value_of(written[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

bool is_cursor(const json& parts) {
    return parts.is_array() && parts.size() == 4 && parts[0].is_number_integer() && parts[1].is_number_integer() &&
           parts[2].is_string() && parts[3].is_string();
}

refusal not_a_cursor() {
    return refuse(
        reason::malformed_request,
        {"游标无效：请原样使用上一页给出的链接", "Not a cursor: use the link that the page before gave, unchanged"},
        "cursor");
}

} // namespace

std::string to_text(const cursor& position) {
    json parts = json::array();
    parts.push_back(position.first);
    parts.push_back(position.second);
    parts.push_back(position.id);
    parts.push_back(position.part);
    return to_digits(parts.dump());
}

result<cursor> parse_cursor(std::string_view written) {
    const std::optional<std::string> bytes = from_digits(written);
    if (!bytes) return not_a_cursor();
    const result<json> parts = parse_json(*bytes);
    if (parts.has_error() || !is_cursor(*parts)) return not_a_cursor();
    cursor position{(*parts)[0].get<std::int64_t>(), (*parts)[1].get<std::int64_t>(), (*parts)[2].get<std::string>(),
                    (*parts)[3].get<std::string>()};
    if (to_text(position) != written) return not_a_cursor();
    return position;
}

} // namespace sluice::store
