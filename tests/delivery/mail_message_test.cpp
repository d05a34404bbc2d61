#include "api/auth/base64.hpp"
#include "api/delivery/mail_message.hpp"

#include <catch2/catch_test_macros.hpp>

#include <sstream>

using namespace sluice;
using namespace sluice::delivery;

namespace {

mail letter() {
    return {"0198c0de-0000-7000-8000-000000000001",
            {"渠成 Sluice", "office@bureau.example"},
            {"Ada", "ada@firm.example"},
            "请补正材料",
            "您好：\n请补正材料。\n",
            "zh",
            parse_rfc3339("2026-03-02T09:30:05+08:00").value()};
}

/// The headers, unfolded, and the body.
std::pair<std::vector<std::string>, std::string> parts_of(const std::string& message) {
    const auto end = message.find("\r\n\r\n");
    std::vector<std::string> headers;
    std::istringstream lines{message.substr(0, end)};
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r')) line.pop_back();
        if (line.starts_with(' '))
            headers.back() += line;
        else
            headers.push_back(line);
    }
    return {headers, message.substr(end + 4)};
}

std::string decoded(const std::string& body) {
    std::string text;
    std::istringstream lines{body};
    for (std::string line; std::getline(lines, line);) {
        if (line.ends_with('\r')) line.pop_back();
        CHECK(line.size() <= 76);
        text += auth::from_base64(line).value();
    }
    return text;
}

bool contains(const std::vector<std::string>& headers, const std::string& line) {
    return std::find(headers.begin(), headers.end(), line) != headers.end();
}

} // namespace

TEST_CASE("a mail is a message as RFC 5322 and MIME want it") {
    const auto [headers, body] = parts_of(compose(letter()));
    CHECK(contains(headers, "Date: Mon, 02 Mar 2026 09:30:05 +0800"));
    CHECK(contains(headers, "From: =?UTF-8?B?5rig5oiQIFNsdWljZQ==?= <office@bureau.example>"));
    CHECK(contains(headers, "To: \"Ada\" <ada@firm.example>"));
    CHECK(contains(headers, "Subject: =?UTF-8?B?6K+36KGl5q2j5p2Q5paZ?="));
    CHECK(contains(headers, "Message-ID: <0198c0de-0000-7000-8000-000000000001@bureau.example>"));
    CHECK(contains(headers, "Auto-Submitted: auto-generated"));
    CHECK(decoded(body) == "您好：\r\n请补正材料。\r\n");
}

TEST_CASE("no name and no subject can begin a header of its own") {
    auto sly = letter();
    sly.subject = "hello\r\nBcc: everybody@example.org";
    sly.to.name = "Ada\nBcc: eve@example.org\r\n\r\nbody";
    const auto [headers, body] = parts_of(compose(sly));
    for (const auto& each : headers)
        CHECK_FALSE(each.starts_with("Bcc"));
    CHECK(contains(headers, "Subject: hello  Bcc: everybody@example.org"));
    CHECK(headers.size() == 10);
}

TEST_CASE("a name with quotes stays one name") {
    auto quoted = letter();
    quoted.to.name = "Ada \"the\" \\ Countess";
    CHECK(contains(parts_of(compose(quoted)).first, "To: \"Ada \\\"the\\\" \\\\ Countess\" <ada@firm.example>"));
}

TEST_CASE("encoded words are short, and none cuts a character in two") {
    std::string text;
    for (int i = 0; i < 60; ++i)
        text += i % 3 == 0 ? "渠" : i % 3 == 1 ? "a" : "😀";
    const auto encoded = encoded_header_text(text);
    std::string together;
    std::istringstream words{encoded};
    for (std::string word; words >> word;) {
        CHECK(word.size() <= 75);
        REQUIRE(word.starts_with("=?UTF-8?B?"));
        const auto bytes = auth::from_base64(word.substr(10, word.size() - 12)).value();
        CHECK((static_cast<unsigned char>(bytes.front()) & 0xC0) != 0x80);
        together += bytes;
    }
    CHECK(together == text);
    CHECK(encoded_header_text("plain words") == "plain words");
}

TEST_CASE("an address is a plain one or none") {
    CHECK(is_mail_address("ada@firm.example"));
    CHECK(is_mail_address("a.b+c@sub.firm.example"));
    for (const char* wrong : {"", "ada", "@firm", "ada@", "a@b@c", "ada@firm.example\r\nRCPT TO:<eve@example.org>",
                              "<ada@firm.example>", "ada lovelace@firm.example", "渠成@firm.example", "a,b@c"})
        CHECK_FALSE(is_mail_address(wrong));
}
