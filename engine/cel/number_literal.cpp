#include "engine/cel/number_literal.hpp"

#include <charconv>
#include <cmath>

namespace sluice::cel {
namespace {

template<class Number, class... Base>
std::optional<Number> whole(std::string_view text, Base... base) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base...);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<value> read_integer(std::uint64_t magnitude, bool negative) {
    constexpr std::uint64_t lowest = std::uint64_t{1} << 63U;
    if (negative && magnitude == lowest) return value::integer(INT64_MIN);
    if (magnitude >= lowest) return std::nullopt;
    const auto number = static_cast<std::int64_t>(magnitude);
    return value::integer(negative ? -number : number);
}

/// Of a number too large or too small for a double, whether it is too small: its exponent is negative, or it has none
/// and no digit before the point but zeros.
bool is_tiny(std::string_view text) {
    const auto exponent = text.find_first_of("eE");
    if (exponent != std::string_view::npos) return text.substr(exponent + 1).starts_with('-');
    return text.substr(0, text.find('.')).find_first_not_of("-0") == std::string_view::npos;
}

} // namespace

std::optional<value> read_number(const token& written, bool negative) {
    if (written.kind == token_kind::floating) {
        const auto number = parse_floating(written.text);
        if (!number || !std::isfinite(*number)) return std::nullopt;
        return value::floating(negative ? -*number : *number);
    }
    const std::string_view digits = written.text;
    const bool hexadecimal = digits.size() > 2 && (digits[1] == 'x' || digits[1] == 'X');
    const auto magnitude = whole<std::uint64_t>(digits.substr(hexadecimal ? 2 : 0), hexadecimal ? 16 : 10);
    if (!magnitude) return std::nullopt;
    if (written.kind == token_kind::unsigned_integer) return value::unsigned_integer(*magnitude);
    return read_integer(*magnitude, negative);
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
    return whole<std::int64_t>(text, 10);
}

std::optional<std::uint64_t> parse_unsigned(std::string_view text) {
    return whole<std::uint64_t>(text, 10);
}

std::optional<double> parse_floating(std::string_view text) {
    if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || end != text.data() + text.size()) return std::nullopt;
    if (error == std::errc::result_out_of_range) return is_tiny(text) ? std::optional{0.0} : std::nullopt;
    return error == std::errc{} ? std::optional{number} : std::nullopt;
}

} // namespace sluice::cel
