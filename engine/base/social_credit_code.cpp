#include "engine/base/social_credit_code.hpp"

namespace sluice {

bool is_social_credit_code(std::string_view code) {
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    static constexpr std::size_t length = 18;
    if (code.size() != length) return false;
    std::size_t sum = 0;
    std::size_t weight = 1; // 3^i mod 31
    for (std::size_t i = 0; i + 1 < length; ++i, weight = weight * 3 % 31) {
        const auto value = alphabet.find(code[i]);
        if (value == std::string_view::npos) return false;
        sum += value * weight;
    }
    return code.back() == alphabet[(31 - sum % 31) % 31];
}

} // namespace sluice
