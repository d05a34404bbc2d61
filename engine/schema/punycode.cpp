#include "engine/schema/punycode.hpp"

#include <algorithm>
#include <cstdint>

namespace sluice::schema {
namespace {

// RFC 3492, section 5.
constexpr std::uint32_t base = 36, t_min = 1, t_max = 26, skew = 38, damp = 700, initial_bias = 72, initial_n = 128;
constexpr std::uint32_t unicode_max = 0x10FFFF;
/// No label is longer, in either form.
constexpr std::size_t label_max = 63;

std::uint32_t adapted(std::uint32_t delta, std::uint32_t points, bool first) {
    delta = first ? delta / damp : delta / 2;
    delta += delta / points;
    std::uint32_t k = 0;
    for (; delta > (base - t_min) * t_max / 2; k += base)
        delta /= base - t_min;
    return k + (base - t_min + 1) * delta / (delta + skew);
}

std::uint32_t threshold(std::uint32_t k, std::uint32_t bias) {
    return k <= bias ? t_min : std::clamp(k - bias, t_min, t_max);
}

char digit(std::uint32_t value) {
    return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26));
}

std::optional<std::uint32_t> value_of(char digit) {
    if (digit >= 'a' && digit <= 'z') return digit - 'a';
    if (digit >= 'A' && digit <= 'Z') return digit - 'A';
    if (digit >= '0' && digit <= '9') return digit - '0' + 26;
    return std::nullopt;
}

void append_number(std::string& to, std::uint32_t number, std::uint32_t bias) {
    for (std::uint32_t k = base;; k += base) {
        const auto t = threshold(k, bias);
        if (number < t) break;
        to += digit(t + (number - t) % (base - t));
        number = (number - t) / (base - t);
    }
    to += digit(number);
}

/// One number off the front.
std::optional<std::uint64_t> take_number(std::string_view& rest, std::uint32_t bias) {
    std::uint64_t number = 0, weight = 1;
    for (std::uint32_t k = base;; k += base) {
        const auto value = rest.empty() ? std::nullopt : value_of(rest.front());
        if (!value) return std::nullopt;
        rest.remove_prefix(1);
        number += *value * weight;
        if (number > UINT32_MAX) return std::nullopt;
        const auto t = threshold(k, bias);
        if (*value < t) return number;
        weight *= base - t;
        if (weight > UINT32_MAX) return std::nullopt;
    }
}

} // namespace

std::optional<std::string> to_punycode(std::u32string_view label) {
    if (label.size() > label_max) return std::nullopt;
    std::string written;
    for (const auto letter : label)
        if (letter < initial_n) written += static_cast<char>(letter);
    const auto basic = static_cast<std::uint32_t>(written.size());
    if (basic > 0) written += '-';
    std::uint32_t n = initial_n, delta = 0, bias = initial_bias, handled = basic;
    while (handled < label.size()) {
        std::uint32_t next = unicode_max + 1;
        for (const auto letter : label)
            if (letter >= n) next = std::min<std::uint32_t>(next, letter);
        delta += (next - n) * (handled + 1); // at most 63 times 0x110000
        n = next;
        for (const auto letter : label) {
            if (letter < n) ++delta;
            if (letter != n) continue;
            append_number(written, delta, bias);
            bias = adapted(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++n;
    }
    return written;
}

std::optional<std::u32string> from_punycode(std::string_view written) {
    if (written.empty() || written.size() > label_max) return std::nullopt;
    std::u32string label;
    if (const auto dash = written.rfind('-'); dash != std::string_view::npos) {
        for (const char letter : written.substr(0, dash)) {
            if (static_cast<unsigned char>(letter) >= initial_n) return std::nullopt;
            label += static_cast<char32_t>(letter);
        }
        written.remove_prefix(dash + 1);
    }
    std::uint64_t n = initial_n, at = 0;
    std::uint32_t bias = initial_bias;
    while (!written.empty()) {
        const auto step = take_number(written, bias);
        if (!step) return std::nullopt;
        const auto points = static_cast<std::uint32_t>(label.size() + 1);
        bias = adapted(static_cast<std::uint32_t>(*step), points, label.empty() || n == initial_n);
        at += *step;
        n += at / points;
        at %= points;
        if (n > unicode_max) return std::nullopt;
        label.insert(static_cast<std::size_t>(at), 1, static_cast<char32_t>(n));
        ++at;
    }
    return label;
}

} // namespace sluice::schema
