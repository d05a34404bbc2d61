#include "api/http/internal/request_head.hpp"

#include <catch2/catch_test_macros.hpp>

#include <random>

using namespace sluice;
using namespace sluice::http;
using namespace sluice::http::internal;
using namespace std::string_literals;

TEST_CASE("a well-formed head is read with what it says of the body and the connection", "[http]") {
    const auto head =
        read_head("POST /a?b=c HTTP/1.1\r\nHost: example:8080\r\nContent-Length: 12\r\nX-Note:\t a\tb \r\n"
                  "Expect: 100-Continue\r\nConnection: x, close\r\n\r\n",
                  {})
            .value();
    CHECK(head.verb == method::post);
    CHECK(head.target == "/a?b=c");
    CHECK(head.content_length == 12u);
    CHECK_FALSE(head.chunked);
    CHECK(head.expects_continue);
    CHECK_FALSE(head.keep_alive);
    CHECK(head.headers.first("x-note") == "a\tb");
    CHECK(read_head("GET / HTTP/1.1\r\nHost: [::1]:80\r\nTransfer-Encoding: Chunked\r\n\r\n", {})->chunked);
}

TEST_CASE("a target in absolute form is brought into origin form", "[http]") {
    const auto target = [](std::string written) {
        const auto head = read_head("GET " + written + " HTTP/1.1\r\nHost: a\r\n\r\n", {});
        return head.has_value() ? head->target : "refused";
    };
    CHECK(target("http://a/b?c") == "/b?c");
    CHECK(target("HTTPS://a") == "/");
    CHECK(target("http://a?c") == "/?c");
    CHECK(target("//a/b") == "//a/b");
    for (const char* other : {"ftp://a/b", "a:80", "http:///b", "://", "http:a", "*"})
        CHECK(target(other) == "refused");
}

TEST_CASE("no bytes at all make the reading of heads and targets fail in any way but a refusal", "[http]") {
    const auto seed = std::random_device{}();
    INFO("seed " << seed);
    std::mt19937 generator{seed};
    const std::string model = "POST /a/%41?b=%42 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nAccept: */*\r\n\r\n";
    const std::string alphabet = "\r\n\t :/%?*=,;\"\0\x7f\xff"
                                 "aA1."s;
    std::size_t accepted = 0;
    for (int round = 0; round < 20'000; ++round) {
        std::string damaged = model;
        for (auto changes = generator() % 4; changes > 0; --changes)
            damaged[generator() % damaged.size()] = alphabet[generator() % alphabet.size()];
        const auto head = read_head(damaged, {});
        if (head.has_error()) {
            CHECK(head.error().status >= 400);
            continue;
        }
        ++accepted;
        request asked;
        const auto target = read_target(head->target, asked);
        for (const auto& segment : asked.segments)
            CHECK(segment.find('\0') == std::string::npos);
    }
    CHECK(accepted > 0);
}
