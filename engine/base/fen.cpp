#include "engine/base/fen.hpp"

#include <fmt/format.h>

#include <charconv>
#include <stdexcept>

namespace sluice {
namespace {

refusal bad_amount(std::string place) {
    return refuse(reason::amount_invalid,
                  {"金额须写成 {\"amount\": \"150000.00\", \"currency\": \"CNY\"}：非负，两位小数，不超过 900 亿元",
                   "Write money as {\"amount\": \"150000.00\", \"currency\": \"CNY\"}: not negative, two decimal "
                   "places, at most 90 billion yuan"},
                  std::move(place));
}

bool all_digits(std::string_view digits) {
    return !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
}

} // namespace

fen& fen::operator+=(fen other) {
    if (__builtin_add_overflow(count_, other.count_, &count_)) throw std::overflow_error("fen: sum beyond 64 bits");
    return *this;
}

fen& fen::operator-=(fen other) {
    if (__builtin_sub_overflow(count_, other.count_, &count_))
        throw std::overflow_error("fen: difference beyond 64 bits");
    return *this;
}

result<fen> parse_yuan(std::string_view decimal) {
    const auto point = decimal.find('.');
    if (point == std::string_view::npos || decimal.size() - point != 3 || decimal.size() > 16) return bad_amount("");
    const auto whole = decimal.substr(0, point);
    const auto cents = decimal.substr(point + 1);
    if (!all_digits(whole) || !all_digits(cents) || (whole.size() > 1 && whole.front() == '0')) return bad_amount("");
    std::int64_t yuan = 0;
    std::int64_t rest = 0;
    std::from_chars(whole.data(), whole.data() + whole.size(), yuan);
    std::from_chars(cents.data(), cents.data() + cents.size(), rest);
    const fen amount{yuan * 100 + rest};
    if (amount > fen_max) return bad_amount("");
    return amount;
}

std::string to_yuan(fen amount) {
    const auto count = amount.count();
    const auto magnitude = count < 0 ? 0 - static_cast<std::uint64_t>(count) : static_cast<std::uint64_t>(count);
    char digits[24];
    char* end = std::to_chars(digits, digits + sizeof digits, magnitude / 100).ptr;
    *end++ = '.';
    *end++ = static_cast<char>('0' + magnitude % 100 / 10);
    *end++ = static_cast<char>('0' + magnitude % 10);
    return (count < 0 ? "-" : "") + std::string(digits, end);
}

result<fen> money_from_json(const json& value, std::string place) {
    if (!value.is_object() || value.size() != 2) return bad_amount(std::move(place));
    const auto amount = value.find("amount");
    const auto currency = value.find("currency");
    if (amount == value.end() || !amount->is_string() || currency == value.end() || *currency != "CNY")
        return bad_amount(std::move(place));
    const auto parsed = parse_yuan(amount->get_ref<const std::string&>());
    if (!parsed) return bad_amount(std::move(place));
    return *parsed;
}

json money_to_json(fen amount) {
    return {{"amount", to_yuan(amount)}, {"currency", "CNY"}};
}

} // namespace sluice
