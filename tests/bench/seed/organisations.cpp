#include "tests/bench/seed/organisations.hpp"

#include "engine/base/social_credit_code.hpp"

#include <fmt/format.h>

#include <stdexcept>
#include <string_view>

namespace sluice::bench {

std::string firm_name(std::int64_t number) {
    return fmt::format("永康市第{:09}号智能科技有限公司", number);
}

std::string firm_code(std::int64_t number) {
    static constexpr std::string_view check_symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    std::string code = fmt::format("91330784{:09} ", number);
    for (const char symbol : check_symbols) {
        code.back() = symbol;
        if (is_social_credit_code(code)) return code;
    }
    throw std::logic_error("no check symbol fits " + code);
}

} // namespace sluice::bench
