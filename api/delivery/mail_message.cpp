#include "api/delivery/mail_message.hpp"

#include "api/auth/base64.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <ctime>
#include <vector>

namespace sluice::delivery {
namespace {

/// An encoded word may have 75 characters, of which `=?UTF-8?B?` and `?=` take twelve: 63, of which base64 fills 60
/// with 45 bytes.
constexpr std::size_t bytes_of_encoded_word = 45;
/// RFC 2045: lines of 76 characters, which are 57 bytes.
constexpr std::size_t bytes_of_body_line = 57;

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string without_controls(std::string_view text) {
    std::string clean{text};
    std::replace_if(
        clean.begin(), clean.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; }, ' ');
    return clean;
}

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

std::string written(const mailbox& box) {
    const auto name = without_controls(box.name);
    if (name.empty()) return "<" + box.address + ">";
    if (!is_plain(name)) return encoded_header_text(name) + " <" + box.address + ">";
    std::string quoted;
    for (const char c : name) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return "\"" + quoted + "\" <" + box.address + ">";
}

/// `Mon, 02 Mar 2026 09:30:00 +0800`, in English whatever the locale.
std::string written(instant at) {
    static constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto day = local_date(at);
    const std::chrono::year_month_day parts{day};
    const auto second = (at.milliseconds - start_of(day).milliseconds) / 1'000;
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +{:02}00", days.at(std::chrono::weekday{day}.c_encoding()),
                       static_cast<unsigned>(parts.day()), months.at(static_cast<unsigned>(parts.month()) - 1),
                       static_cast<int>(parts.year()), second / 3'600, second / 60 % 60, second % 60,
                       local_offset.count());
}

std::string domain_of(std::string_view address) {
    return std::string{address.substr(address.find('@') + 1)};
}

std::string encoded_body(std::string_view text) {
    std::string wire;
    for (const char c : text) {
        if (c == '\n' && (wire.empty() || wire.back() != '\r')) wire += '\r';
        wire += c;
    }
    std::string encoded;
    for (std::size_t at = 0; at < wire.size(); at += bytes_of_body_line)
        encoded += auth::to_base64(std::string_view{wire}.substr(at, bytes_of_body_line)) + "\r\n";
    return encoded;
}

} // namespace

std::string encoded_header_text(std::string_view text) {
    const auto clean = without_controls(text);
    if (is_plain(clean)) return clean;
    std::string words;
    for (std::size_t at = 0; at < clean.size();) {
        auto end = std::min(at + bytes_of_encoded_word, clean.size());
        while (end < clean.size() && end > at + 1 && continues_character(clean[end]))
            --end;
        // Words are parted by a folded blank, which does not count as part of the text.
        if (!words.empty()) words += "\r\n ";
        words += "=?UTF-8?B?" + auth::to_base64(std::string_view{clean}.substr(at, end - at)) + "?=";
        at = end;
    }
    return words;
}

bool is_mail_address(std::string_view address) {
    const auto at = address.find('@');
    if (at == std::string_view::npos || at == 0 || at + 1 == address.size() || address.size() > 254) return false;
    if (address.find('@', at + 1) != std::string_view::npos) return false;
    return std::all_of(address.begin(), address.end(), [](char c) {
        return c > ' ' && c <= '~' && std::string_view{"<>()[]\\,;:\""}.find(c) == std::string_view::npos;
    });
}

std::string compose(const mail& letter) {
    std::string message;
    const auto header = [&](std::string_view name, std::string_view value) {
        message += fmt::format("{}: {}\r\n", name, value);
    };
    header("Date", written(letter.at));
    header("From", written(letter.from));
    header("To", written(letter.to));
    header("Subject", encoded_header_text(letter.subject));
    header("Message-ID", fmt::format("<{}@{}>", letter.id, domain_of(letter.from.address)));
    header("MIME-Version", "1.0");
    header("Content-Type", "text/plain; charset=utf-8");
    header("Content-Transfer-Encoding", "base64");
    header("Content-Language", letter.language);
    header("Auto-Submitted", "auto-generated");
    return message + "\r\n" + encoded_body(letter.text);
}

} // namespace sluice::delivery
