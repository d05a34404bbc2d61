#include "engine/base/id.hpp"

#include "engine/base/digest.hpp"

namespace sluice {

std::string make_id(instant created, const id_entropy& entropy) {
    std::array<std::uint8_t, 16> bytes{};
    const auto time = static_cast<std::uint64_t>(created.milliseconds);
    for (std::size_t i = 0; i < 6; ++i)
        bytes[i] = static_cast<std::uint8_t>(time >> (40 - 8 * i));
    for (std::size_t i = 0; i < entropy.size(); ++i)
        bytes[6 + i] = entropy[i];
    bytes[6] = static_cast<std::uint8_t>((bytes[6] & 0x0f) | 0x70);
    bytes[8] = static_cast<std::uint8_t>((bytes[8] & 0x3f) | 0x80);
    std::string written = to_hex(bytes);
    for (const std::size_t dash : {20, 16, 12, 8})
        written.insert(dash, "-");
    return written;
}

bool is_id(std::string_view written) {
    if (written.size() != 36) return false;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const char c = written[i];
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return false;
    }
    return true;
}

} // namespace sluice
