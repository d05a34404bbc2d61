// `strings.quote` and `format`, the two functions that write values as text.
#include "engine/cel/comparison.hpp"
#include "engine/cel/library.hpp"
#include "engine/cel/utf8.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace sluice::cel {
namespace {

using arguments_view = std::span<const value>;

constexpr int precision_default = 6;
constexpr int precision_max = 100;
/// Values nested deeper are not written; JSON from outside has at most 32 levels.
constexpr std::size_t written_depth_max = 64;

struct escape {
    char of;
    std::string_view written;
};
constexpr std::array<escape, 9> escapes{{{'\a', "\\a"},
                                         {'\b', "\\b"},
                                         {'\f', "\\f"},
                                         {'\n', "\\n"},
                                         {'\r', "\\r"},
                                         {'\t', "\\t"},
                                         {'\v', "\\v"},
                                         {'\\', "\\\\"},
                                         {'"', "\\\""}}};

result<value> quote(arguments_view arguments, step_counter&) {
    if (arguments[0].kind() != value_kind::string) return no_such_overload(arguments);
    std::string written = "\"";
    for (const char letter : arguments[0].as_string()) {
        const auto known =
            std::find_if(escapes.begin(), escapes.end(), [&](const escape& one) { return one.of == letter; });
        if (known == escapes.end())
            written += letter;
        else
            written += known->written;
    }
    written += '"';
    return written.size() > made_text_bytes_max ? result<value>{too_long()} : value::string(std::move(written));
}

std::string infinite(double number) {
    if (std::isnan(number)) return "NaN";
    return number > 0 ? "Infinity" : "-Infinity";
}

refusal not_for_clause(std::string_view clause, std::string_view wanted_zh, std::string_view wanted_en,
                       const value& given) {
    return failure(fmt::format("格式 {} 只用于{}，而不是 {}", clause, wanted_zh, given.type_name()),
                   fmt::format("error during formatting: {} can only be used on {}, was given {}", clause, wanted_en,
                               given.type_name()));
}

/// Writes one value after another into a text, within the bounds of texts and steps.
class formatter {
public:
    explicit formatter(step_counter& steps)
        : steps_{steps} {}

    /// The text, with each clause replaced by the next value.
    result<value> write(std::string_view pattern, const value& values) {
        std::size_t next = 0;
        for (std::size_t at = 0; at < pattern.size();) {
            const auto clause = pattern.find('%', at);
            made_.append(pattern.substr(at, clause - at));
            if (clause == std::string_view::npos) break;
            at = clause + 1;
            if (at < pattern.size() && pattern[at] == '%') {
                made_ += '%';
                ++at;
                continue;
            }
            const auto precision = take_precision(pattern, at);
            if (!precision || at >= pattern.size())
                return failure("格式不完整", "could not parse formatting clause: unexpected end of string");
            if (next >= values.size())
                return failure(fmt::format("格式需要更多的值，只有 {} 个", values.size()),
                               fmt::format("index {} out of range: there are not so many values", next));
            if (auto written = clause_for(pattern[at++], *precision, values.at(next++)); !written)
                return written.error();
            if (made_.size() > made_text_bytes_max) return too_long();
        }
        if (made_.size() > made_text_bytes_max) return too_long();
        return value::string(std::move(made_));
    }

private:
    /// Digits behind a point, if there is one; nothing when there are too many.
    static std::optional<int> take_precision(std::string_view pattern, std::size_t& at) {
        if (at >= pattern.size() || pattern[at] != '.') return precision_default;
        int precision = 0;
        const auto first = ++at;
        for (; at < pattern.size() && pattern[at] >= '0' && pattern[at] <= '9'; ++at) {
            precision = precision * 10 + (pattern[at] - '0');
            if (precision > precision_max) return std::nullopt;
        }
        return at == first ? std::nullopt : std::optional{precision};
    }

    result<void> clause_for(char clause, int precision, const value& given) {
        switch (clause) {
        case 's':
            return text(given, 0);
        case 'd':
            return decimal(given);
        case 'f':
        case 'e':
            return real(clause, precision, given);
        case 'b':
        case 'o':
            return in_base(clause, given);
        case 'x':
        case 'X':
            return hexadecimal(clause == 'X', given);
        default:
            return failure(
                fmt::format("不认识的格式“{}”", clause),
                fmt::format("could not parse formatting clause: unrecognized formatting clause \"{}\"", clause));
        }
    }

    result<void> decimal(const value& given) {
        if (given.kind() == value_kind::floating && !std::isfinite(given.as_floating()))
            made_ += infinite(given.as_floating());
        else if (given.kind() == value_kind::integer)
            made_ += std::to_string(given.as_integer());
        else if (given.kind() == value_kind::unsigned_integer)
            made_ += std::to_string(given.as_unsigned());
        else
            return not_for_clause("decimal clause", "整数", "integers", given);
        return {};
    }

    result<void> real(char clause, int precision, const value& given) {
        if (!is_number(given.kind()))
            return not_for_clause(clause == 'e' ? "scientific clause" : "fixed-point clause", "小数", "doubles", given);
        const double number = given.kind() == value_kind::floating  ? given.as_floating()
                              : given.kind() == value_kind::integer ? static_cast<double>(given.as_integer())
                                                                    : static_cast<double>(given.as_unsigned());
        if (!std::isfinite(number))
            made_ += infinite(number);
        else
            made_ +=
                clause == 'e' ? fmt::format("{:.{}e}", number, precision) : fmt::format("{:.{}f}", number, precision);
        return {};
    }

    result<void> in_base(char clause, const value& given) {
        const bool binary = clause == 'b';
        if (binary && given.kind() == value_kind::boolean) {
            made_ += given.as_boolean() ? '1' : '0';
        } else if (given.kind() == value_kind::integer) {
            made_ += binary ? fmt::format("{:b}", given.as_integer()) : fmt::format("{:o}", given.as_integer());
        } else if (given.kind() == value_kind::unsigned_integer) {
            made_ += binary ? fmt::format("{:b}", given.as_unsigned()) : fmt::format("{:o}", given.as_unsigned());
        } else {
            return not_for_clause(binary ? "binary clause" : "octal clause", "整数", "integers", given);
        }
        return {};
    }

    result<void> hexadecimal(bool upper, const value& given) {
        const auto octets = [&](std::string_view text) {
            for (const char octet : text)
                made_ += upper ? fmt::format("{:02X}", static_cast<unsigned char>(octet))
                               : fmt::format("{:02x}", static_cast<unsigned char>(octet));
        };
        if (given.kind() == value_kind::string)
            octets(given.as_string());
        else if (given.kind() == value_kind::bytes)
            octets(given.as_bytes());
        else if (given.kind() == value_kind::integer)
            made_ += upper ? fmt::format("{:X}", given.as_integer()) : fmt::format("{:x}", given.as_integer());
        else if (given.kind() == value_kind::unsigned_integer)
            made_ += upper ? fmt::format("{:X}", given.as_unsigned()) : fmt::format("{:x}", given.as_unsigned());
        else
            return not_for_clause("hexadecimal clause", "整数、文本和字节串", "integers, strings and bytes", given);
        return {};
    }

    /// The value as `%s` writes it; lists and maps with what is in them, keys in order of their text.
    result<void> text(const value& given, std::size_t depth) {
        if (!steps_.take(1)) return {};
        if (depth > written_depth_max) return failure("值嵌套过深", "the value is nested too deeply to be written");
        switch (given.kind()) {
        case value_kind::null:
            made_ += "null";
            return {};
        case value_kind::boolean:
            made_ += given.as_boolean() ? "true" : "false";
            return {};
        case value_kind::integer:
        case value_kind::unsigned_integer:
            return decimal(given);
        case value_kind::floating:
            made_ += std::isfinite(given.as_floating()) ? fmt::format("{}", given.as_floating())
                                                        : infinite(given.as_floating());
            return {};
        case value_kind::string:
            made_ += given.as_string();
            return {};
        case value_kind::bytes:
            if (!is_utf8(given.as_bytes())) return failure("字节串不是合法的 UTF-8", "invalid UTF-8");
            made_ += given.as_bytes();
            return {};
        case value_kind::type:
            made_ += runtime_name(given.as_type());
            return {};
        case value_kind::timestamp:
            made_ += to_string(given.as_timestamp());
            return {};
        case value_kind::duration:
            made_ += to_string(given.as_duration());
            return {};
        case value_kind::list:
            return list(given, depth);
        case value_kind::map:
            return map(given, depth);
        case value_kind::optional:
            break;
        }
        return not_for_clause("string clause", "可写成文本的值", "values that can be written as text", given);
    }

    result<void> list(const value& given, std::size_t depth) {
        made_ += '[';
        for (std::size_t i = 0; i < given.size(); ++i) {
            if (i > 0) made_ += ", ";
            if (auto written = text(given.at(i), depth + 1); !written) return written;
            if (made_.size() > made_text_bytes_max) return too_long();
        }
        made_ += ']';
        return {};
    }

    result<void> map(const value& given, std::size_t depth) {
        std::vector<std::pair<std::string, value>> entries;
        for (const auto& key : given.keys()) {
            formatter alone{steps_};
            if (auto written = alone.text(key, depth + 1); !written) return written;
            entries.emplace_back(std::move(alone.made_), given.find(key).value_or(value::null()));
        }
        std::sort(entries.begin(), entries.end(),
                  [](const auto& left, const auto& right) { return left.first < right.first; });
        made_ += '{';
        for (std::size_t i = 0; i < entries.size(); ++i) {
            made_ += (i > 0 ? ", " : "") + entries[i].first + ": ";
            if (auto written = text(entries[i].second, depth + 1); !written) return written;
            if (made_.size() > made_text_bytes_max) return too_long();
        }
        made_ += '}';
        return {};
    }

    step_counter& steps_;
    std::string made_;
};

result<value> format(arguments_view arguments, step_counter& steps) {
    if (arguments[0].kind() != value_kind::string || arguments[1].kind() != value_kind::list)
        return no_such_overload(arguments);
    return formatter{steps}.write(arguments[0].as_string(), arguments[1]);
}

} // namespace

void add_format(function_table& table) {
    const type string = type::string();
    table.emplace("strings.quote", standard_function{{{false, {string}, string}}, quote});
    table.emplace("format", standard_function{{{true, {string, type::list(type::dynamic())}, string}}, format});
}

} // namespace sluice::cel
