#include "engine/cel/base64.hpp"

#include <cstdint>

namespace sluice::cel {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

std::string to_base64(std::string_view octets) {
    std::string written;
    for (std::size_t i = 0; i < octets.size(); i += 3) {
        const auto octet = [&](std::size_t at) {
            return at < octets.size() ? std::uint32_t{static_cast<unsigned char>(octets[at])} : 0U;
        };
        const std::uint32_t group = octet(i) << 16U | octet(i + 1) << 8U | octet(i + 2);
        written += alphabet[group >> 18U];
        written += alphabet[group >> 12U & 63U];
        written += i + 1 < octets.size() ? alphabet[group >> 6U & 63U] : '=';
        written += i + 2 < octets.size() ? alphabet[group & 63U] : '=';
    }
    return written;
}

std::optional<std::string> from_base64(std::string_view written) {
    const bool is_padded = written.ends_with('=');
    if (is_padded && written.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && written.ends_with('='); ++padding)
        written.remove_suffix(1);
    if (written.size() % 4 == 1) return std::nullopt;
    std::string octets;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char letter : written) {
        const auto position = alphabet.find(letter);
        if (position == std::string_view::npos) return std::nullopt;
        bits = (bits << 6U | static_cast<std::uint32_t>(position)) & 0xFFFU;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        octets += static_cast<char>(static_cast<unsigned char>(bits >> count));
    }
    return octets;
}

} // namespace sluice::cel
