#include "tests/bench/seed/organisations.hpp"

#include <fmt/format.h>

#include <string_view>

namespace sluice::bench {

std::string firm_name(std::int64_t number) {
    return fmt::format("永康市第{:09}号智能科技有限公司", number);
}

std::string firm_code(std::int64_t number) {
    static constexpr std::string_view symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string code = fmt::format("91330784{:09}", number);
    std::size_t sum = 0, weight = 1; // 3^i mod 31
    for (const char digit : code) {
        sum += static_cast<std::size_t>(digit - '0') * weight;
        weight = weight * 3 % symbols.size();
    }
    code += symbols[(symbols.size() - sum % symbols.size()) % symbols.size()];
    return code;
}

} // namespace sluice::bench
