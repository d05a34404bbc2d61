#include "engine/store/sqlite/short_id.hpp"

#include "engine/store/error.hpp"

#include <array>

namespace sluice::store::sqlite {

namespace {

constexpr std::size_t bytes_size = 16;
constexpr std::size_t text_size = 36;
constexpr std::size_t half_digits = 16;

bool is_hyphen_place(std::size_t at) {
    return at == 8 || at == 13 || at == 18 || at == 23;
}

int value_of(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    return -1;
}

} // namespace

std::optional<short_id> short_id::from_text(std::string_view written) {
    if (written.size() != text_size) return std::nullopt;
    std::array<std::uint64_t, 2> halves{};
    std::size_t digits = 0;
    for (std::size_t at = 0; at < text_size; ++at) {
        if (is_hyphen_place(at)) {
            if (written[at] != '-') return std::nullopt;
            continue;
        }
        const int value = value_of(written[at]);
        if (value < 0) return std::nullopt;
        std::uint64_t& half = halves[digits++ / half_digits];
        half = half << 4 | static_cast<std::uint64_t>(value);
    }
    return short_id{halves[0], halves[1]};
}

short_id short_id::from_bytes(std::string_view sixteen) {
    if (sixteen.size() != bytes_size) throw store_error("a stored id has not 16 bytes");
    std::array<std::uint64_t, 2> halves{};
    for (std::size_t at = 0; at < bytes_size; ++at)
        halves[at / 8] = halves[at / 8] << 8 | static_cast<unsigned char>(sixteen[at]);
    return {halves[0], halves[1]};
}

std::string short_id::to_text() const {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string written(text_size, '-');
    std::size_t digit = 0;
    for (std::size_t at = text_size; at-- > 0;) {
        if (is_hyphen_place(at)) continue;
        const std::uint64_t half = digit < half_digits ? low : high;
        written[at] = digits[half >> digit % half_digits * 4 & 0x0f];
        ++digit;
    }
    return written;
}

std::string short_id::to_bytes() const {
    std::string bytes;
    bytes.reserve(bytes_size);
    for (const std::uint64_t half : {high, low})
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += static_cast<char>(half >> shift & 0xff);
    return bytes;
}

} // namespace sluice::store::sqlite
