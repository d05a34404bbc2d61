#include "engine/base/json_writer.hpp"

namespace sluice {
namespace {

bool is_plain(char character) {
    const auto byte = static_cast<unsigned char>(character);
    return byte >= 0x20 && byte != '"' && byte != '\\';
}

} // namespace

void json_writer::escape(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::size_t written = 0; // up to here
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char each = text[at];
        if (is_plain(each)) continue;
        out_ += text.substr(written, at - written);
        written = at + 1;
        switch (each) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\b': out_ += "\\b"; break;
        case '\f': out_ += "\\f"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default:
            out_ += "\\u00";
            out_ += digits[static_cast<unsigned char>(each) >> 4];
            out_ += digits[static_cast<unsigned char>(each) & 15];
        }
    }
    out_ += text.substr(written);
}

} // namespace sluice
