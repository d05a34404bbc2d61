#include "engine/schema/format.hpp"

#include "engine/base/social_credit_code.hpp"

#include <boost/url/ipv4_address.hpp>
#include <boost/url/ipv6_address.hpp>
#include <boost/url/parse.hpp>

#include <array>
#include <chrono>
#include <optional>

namespace sluice::schema {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_alphanumeric(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Takes exactly so many digits off the front.
std::optional<int> take_digits(std::string_view& rest, std::size_t length) {
    if (rest.size() < length) return std::nullopt;
    int value = 0;
    for (const char c : rest.substr(0, length)) {
        if (!is_digit(c)) return std::nullopt;
        value = value * 10 + (c - '0');
    }
    rest.remove_prefix(length);
    return value;
}

bool take(std::string_view& rest, char wanted) {
    if (!rest.starts_with(wanted)) return false;
    rest.remove_prefix(1);
    return true;
}

bool is_date(std::string_view rest) {
    using namespace std::chrono;
    const auto y = take_digits(rest, 4);
    const bool first = take(rest, '-');
    const auto m = take_digits(rest, 2);
    const bool second = take(rest, '-');
    const auto d = take_digits(rest, 2);
    if (!y || !m || !d || !first || !second || !rest.empty()) return false;
    return year_month_day{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}}.ok();
}

/// Minutes east of UTC, from `Z` or `+08:00`.
std::optional<int> take_offset(std::string_view& rest) {
    if (take(rest, 'Z') || take(rest, 'z')) return 0;
    const int sign = rest.starts_with('-') ? -1 : 1;
    if (!take(rest, '+') && !take(rest, '-')) return std::nullopt;
    const auto hours = take_digits(rest, 2);
    const bool colon = take(rest, ':');
    const auto minutes = take_digits(rest, 2);
    if (!hours || !minutes || !colon || *hours > 23 || *minutes > 59) return std::nullopt;
    return sign * (*hours * 60 + *minutes);
}

bool is_time(std::string_view rest) {
    const auto hour = take_digits(rest, 2);
    const bool first = take(rest, ':');
    const auto minute = take_digits(rest, 2);
    const bool second_colon = take(rest, ':');
    const auto second = take_digits(rest, 2);
    if (!hour || !minute || !second || !first || !second_colon) return false;
    if (take(rest, '.')) {
        const auto length = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (length == 0) return false;
        rest.remove_prefix(length);
    }
    const auto offset = take_offset(rest);
    if (!offset || !rest.empty() || *hour > 23 || *minute > 59 || *second > 60) return false;
    if (*second < 60) return true;
    // A leap second is the last of a day in UTC.
    constexpr int day_minutes = 24 * 60;
    return (*hour * 60 + *minute - *offset + 2 * day_minutes) % day_minutes == day_minutes - 1;
}

bool is_date_time(std::string_view written) {
    constexpr std::size_t date_length = 10;
    if (written.size() <= date_length || (written[date_length] != 'T' && written[date_length] != 't')) return false;
    return is_date(written.substr(0, date_length)) && is_time(written.substr(date_length + 1));
}

/// Numbers with designators, each directly after the one before it, as RFC 3339's grammar wants: `1H30M`, not `1H3S`.
bool is_designated(std::string_view rest, std::string_view designators) {
    std::optional<std::size_t> last;
    while (!rest.empty()) {
        const auto length = std::min(rest.find_first_not_of("0123456789"), rest.size());
        if (length == 0 || length == rest.size()) return false;
        const auto at = designators.find(rest[length]);
        if (at == std::string_view::npos || (last && at != *last + 1)) return false;
        last = at;
        rest.remove_prefix(length + 1);
    }
    return last.has_value();
}

bool is_duration(std::string_view rest) {
    if (!take(rest, 'P')) return false;
    if (rest.ends_with('W')) return is_designated(rest, "W");
    const auto time = rest.find('T');
    if (time == std::string_view::npos) return is_designated(rest, "YMD");
    return (time == 0 || is_designated(rest.substr(0, time), "YMD")) && is_designated(rest.substr(time + 1), "HMS");
}

bool is_ipv4(std::string_view written) {
    return boost::urls::parse_ipv4_address({written.data(), written.size()}).has_value();
}

bool is_ipv6(std::string_view written) {
    return boost::urls::parse_ipv6_address({written.data(), written.size()}).has_value();
}

bool is_uri(std::string_view written) {
    return boost::urls::parse_uri({written.data(), written.size()}).has_value();
}

bool is_host_name(std::string_view rest) {
    constexpr std::size_t name_max = 253, label_max = 63;
    if (rest.empty() || rest.size() > name_max) return false;
    while (true) {
        const auto end = std::min(rest.find('.'), rest.size());
        const auto label = rest.substr(0, end);
        if (label.empty() || label.size() > label_max || label.front() == '-' || label.back() == '-') return false;
        for (const char c : label)
            if (!is_alphanumeric(c) && c != '-') return false;
        if (end == rest.size()) return true;
        rest.remove_prefix(end + 1);
    }
}

bool is_mail_domain(std::string_view domain) {
    if (!domain.starts_with('[')) return is_host_name(domain);
    if (!domain.ends_with(']')) return false;
    const auto literal = domain.substr(1, domain.size() - 2);
    return literal.starts_with("IPv6:") ? is_ipv6(literal.substr(5)) : is_ipv4(literal);
}

bool is_dot_atom(std::string_view local) {
    if (local.empty() || local.front() == '.' || local.back() == '.') return false;
    for (std::size_t i = 0; i < local.size(); ++i) {
        if (local[i] == '.' && local[i - 1] == '.') return false;
        if (local[i] != '.' && !is_alphanumeric(local[i]) &&
            std::string_view{"!#$%&'*+-/=?^_`{|}~"}.find(local[i]) == std::string_view::npos)
            return false;
    }
    return true;
}

bool is_quoted(std::string_view local) {
    if (local.size() < 2 || local.front() != '"' || local.back() != '"') return false;
    const auto inner = local.substr(1, local.size() - 2);
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] < ' ' || inner[i] > '~' || inner[i] == '"') return false;
        if (inner[i] == '\\' && ++i == inner.size()) return false;
    }
    return true;
}

bool is_email(std::string_view written) {
    constexpr std::size_t local_max = 64;
    const auto at = written.rfind('@');
    if (at == std::string_view::npos || at > local_max) return false;
    const auto local = written.substr(0, at);
    return (is_dot_atom(local) || is_quoted(local)) && is_mail_domain(written.substr(at + 1));
}

bool is_uuid(std::string_view written) {
    if (written.size() != 36) return false;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? written[i] != '-' : !is_hex(written[i])) return false;
    }
    return true;
}

const std::array<format, 10>& formats() {
    static const std::array<format, 10> all{{
        {"date", is_date, {"日期，例：2026-03-02", "a date such as 2026-03-02"}},
        {"date-time", is_date_time, {"时间，例：2026-03-02T09:30:00+08:00", "a time such as 2026-03-02T09:30:00+08:00"}},
        {"time", is_time, {"时刻，例：09:30:00+08:00", "a time of day such as 09:30:00+08:00"}},
        {"duration", is_duration, {"时长，例：P6M", "a duration such as P6M"}},
        {"email", is_email, {"电子邮箱地址，例：name@example.cn", "an e-mail address such as name@example.cn"}},
        {"ipv4", is_ipv4, {"IPv4 地址，例：192.0.2.1", "an IPv4 address such as 192.0.2.1"}},
        {"ipv6", is_ipv6, {"IPv6 地址，例：2001:db8::7", "an IPv6 address such as 2001:db8::7"}},
        {"uri", is_uri, {"网址，例：https://example.cn/", "a URI such as https://example.cn/"}},
        {"uuid", is_uuid, {"UUID", "a UUID"}},
        {"uscc",
         is_social_credit_code,
         {"有效的 18 位统一社会信用代码（校验位须正确）",
          "a valid unified social credit code of 18 characters (its check character must be right)"}},
    }};
    return all;
}

} // namespace

const format* find_format(std::string_view name) {
    for (const auto& each : formats())
        if (each.name == name) return &each;
    return nullptr;
}

} // namespace sluice::schema
