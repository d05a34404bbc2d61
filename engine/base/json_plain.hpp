#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace sluice {

/// Which characters stand for themselves within the quotes of JSON: all but quotes, backslashes and control characters.
enum class plain_text { any, ascii_only };

/// Where the first character stands that is not of these; `end` if there is none. Looks at eight at once.
template<plain_text which>
const char* skip_plain(const char* at, const char* end) {
    constexpr std::uint64_t each = 0x0101010101010101, highest = each * 0x80;
    for (; end - at >= 8; at += 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, at, sizeof bytes);
        if constexpr (std::endian::native == std::endian::big) bytes = __builtin_bswap64(bytes);
        const auto quote = bytes ^ (each * '"'), backslash = bytes ^ (each * '\\');
        // A byte's highest bit tells. It may be wrong for those behind the first that it tells of.
        auto other = ((bytes - each * 0x20) | (quote - each) | (backslash - each)) & ~bytes & highest;
        if constexpr (which == plain_text::ascii_only) other |= bytes & highest;
        if (other) return at + std::countr_zero(other) / 8;
    }
    for (; at != end; ++at) {
        const auto byte = static_cast<unsigned char>(*at);
        if (byte < 0x20 || byte == '"' || byte == '\\' || (which == plain_text::ascii_only && byte >= 0x80)) break;
    }
    return at;
}

} // namespace sluice
