#include "api/delivery/webhook_sender.hpp"
#include "api/delivery/webhook_signature.hpp"

#include <catch2/catch_test_macros.hpp>

#include <arpa/inet.h>

#include <array>

using namespace sluice;
using namespace sluice::delivery;

namespace {

bool is_public(const char* written) {
    std::array<unsigned char, 16> bytes{};
    if (inet_pton(AF_INET, written, bytes.data()) == 1) return is_public_address(bytes.data(), 4);
    REQUIRE(inet_pton(AF_INET6, written, bytes.data()) == 1);
    return is_public_address(bytes.data(), 16);
}

} // namespace

TEST_CASE("addresses that are not for everybody are known") {
    for (const char* inward : {"127.0.0.1",
                               "10.1.2.3",
                               "172.16.0.1",
                               "172.31.255.255",
                               "192.168.1.1",
                               "169.254.169.254",
                               "100.64.0.1",
                               "0.0.0.0",
                               "224.0.0.1",
                               "255.255.255.255",
                               "192.0.2.7",
                               "198.18.0.1",
                               "203.0.113.9",
                               "::1",
                               "::",
                               "fe80::1",
                               "fc00::1",
                               "fd12::1",
                               "ff02::1",
                               "::ffff:10.0.0.1",
                               "64:ff9b::7f00:1",
                               "2002:7f00:1::",
                               "2001:db8::1"}) {
        INFO(inward);
        CHECK_FALSE(is_public(inward));
    }
    for (const char* open : {"1.1.1.1", "172.15.255.255", "172.32.0.1", "192.169.0.1", "100.128.0.1", "8.8.8.8",
                             "223.255.255.255", "2606:4700::1111", "2400:3200::1"}) {
        INFO(open);
        CHECK(is_public(open));
    }
}

TEST_CASE("a webhook on the own machine is not called, by whatever name it goes") {
    const transfer_library library;
    webhook_sender sender{webhook_reach::public_https};
    for (const char* url : {"https://127.0.0.1:9/", "https://localhost:9/", "https://[::1]:9/", "http://1.1.1.1/"}) {
        INFO(url);
        const auto outcome = sender.send({"d", url, {make_webhook_secret()}, "{}"}, instant{1});
        CHECK(outcome.what == service::delivery_outcome::kind::try_again);
        CHECK_FALSE(outcome.reply.empty());
    }
}

TEST_CASE("nothing is sent that nobody signs") {
    const transfer_library library;
    webhook_sender sender{webhook_reach::anywhere};
    CHECK(sender.send({"d", "http://127.0.0.1:9/", {}, "{}"}, instant{1}).what ==
          service::delivery_outcome::kind::refused);
}
