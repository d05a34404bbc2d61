#include "engine/schema/format.hpp"

#include "engine/base/social_credit_code.hpp"
#include "engine/schema/format_parts.hpp"
#include "engine/schema/pattern.hpp"

#include <array>

namespace sluice::schema {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_hex(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_alphanumeric(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

namespace {

bool is_uuid(std::string_view written) {
    if (written.size() != 36) return false;
    for (std::size_t i = 0; i < written.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? written[i] != '-' : !is_hex(written[i])) return false;
    }
    return true;
}

bool is_pattern(std::string_view written) {
    constexpr std::size_t pattern_bytes_max = 1'000;
    return written.size() <= pattern_bytes_max && pattern::compile(written).has_value();
}

/// Names in any script are looked at by a dozen patterns; a pattern is compiled.
constexpr std::size_t steps_of_names = 12, steps_of_patterns = 200;

const std::array<format, 20>& formats() {
    static const std::array<format, 20> all{{
        {"date", is_date, {"日期，例：2026-03-02", "a date such as 2026-03-02"}},
        {"date-time",
         is_date_time,
         {"时间，例：2026-03-02T09:30:00+08:00", "a time such as 2026-03-02T09:30:00+08:00"}},
        {"time", is_time, {"时刻，例：09:30:00+08:00", "a time of day such as 09:30:00+08:00"}},
        {"duration", is_duration, {"时长，例：P6M", "a duration such as P6M"}},
        {"email",
         is_email,
         {"电子邮箱地址，例：name@example.cn", "an e-mail address such as name@example.cn"},
         steps_of_names},
        {"idn-email",
         is_idn_email,
         {"电子邮箱地址，例：姓名@例子.中国", "an e-mail address such as name@example.cn"},
         steps_of_names},
        {"hostname",
         is_host_name,
         {"主机名，例：www.example.cn", "a host name such as www.example.cn"},
         steps_of_names},
        {"idn-hostname",
         is_idn_host_name,
         {"主机名，例：www.例子.中国", "a host name such as www.example.cn"},
         steps_of_names},
        {"ipv4", is_ipv4, {"IPv4 地址，例：192.0.2.1", "an IPv4 address such as 192.0.2.1"}},
        {"ipv6", is_ipv6, {"IPv6 地址，例：2001:db8::7", "an IPv6 address such as 2001:db8::7"}},
        {"uri", is_uri, {"网址，例：https://example.cn/", "a URI such as https://example.cn/"}},
        {"uri-reference", is_uri_reference, {"网址或相对网址，例：../a", "a URI or a relative one such as ../a"}},
        {"iri", is_iri, {"网址，例：https://例子.中国/", "an IRI such as https://example.cn/"}},
        {"iri-reference", is_iri_reference, {"网址或相对网址，例：../a", "an IRI or a relative one such as ../a"}},
        {"uri-template", is_uri_template, {"网址模板，例：/a/{id}", "a URI template such as /a/{id}"}},
        {"json-pointer", is_json_pointer, {"JSON 指针，例：/a/0", "a JSON pointer such as /a/0"}},
        {"relative-json-pointer",
         is_relative_json_pointer,
         {"相对 JSON 指针，例：1/a", "a relative JSON pointer such as 1/a"}},
        {"regex",
         is_pattern,
         {"可用的正则表达式，例：^[a-z]+$", "a usable pattern such as ^[a-z]+$"},
         steps_of_patterns},
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

std::vector<std::string_view> format_names() {
    std::vector<std::string_view> names;
    for (const auto& each : formats())
        names.push_back(each.name);
    return names;
}

} // namespace sluice::schema
