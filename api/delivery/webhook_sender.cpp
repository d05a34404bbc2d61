#include "api/delivery/webhook_sender.hpp"

#include "api/delivery/webhook_signature.hpp"

#include <fmt/format.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace sluice::delivery {
namespace {

using enum service::delivery_outcome::kind;

struct network {
    std::uint32_t address;
    int bits;
};

/// RFC 6890 and what has been added to its registry: IPv4 that is not for everybody.
constexpr std::array special_networks{network{0x00000000, 8},  network{0x0A000000, 8},  network{0x64400000, 10},
                                      network{0x7F000000, 8},  network{0xA9FE0000, 16}, network{0xAC100000, 12},
                                      network{0xC0000000, 24}, network{0xC0000200, 24}, network{0xC0586300, 24},
                                      network{0xC0A80000, 16}, network{0xC6120000, 15}, network{0xC6336400, 24},
                                      network{0xCB007100, 24}, network{0xE0000000, 4},  network{0xF0000000, 4}};

bool is_public_ipv4(std::uint32_t address) {
    return std::none_of(special_networks.begin(), special_networks.end(),
                        [&](const network& each) { return (address ^ each.address) >> (32 - each.bits) == 0; });
}

std::uint32_t ipv4_at(const unsigned char* bytes) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
}

/// libcurl asks for the socket after the name was resolved: what it resolved to is looked at here, so that no name can
/// point inwards.
curl_socket_t open_public_socket(void*, curlsocktype, curl_sockaddr* to) {
    const auto* plain = &to->addr;
    bool allowed = false;
    if (to->family == AF_INET) {
        const auto* four = reinterpret_cast<const sockaddr_in*>(plain);
        allowed = is_public_address(reinterpret_cast<const unsigned char*>(&four->sin_addr), 4);
    }
    if (to->family == AF_INET6) {
        const auto* six = reinterpret_cast<const sockaddr_in6*>(plain);
        allowed = is_public_address(six->sin6_addr.s6_addr, 16);
    }
    return allowed ? socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol) : CURL_SOCKET_BAD;
}

service::delivery_outcome::kind meaning_of(CURLcode code, long status) {
    if (code != CURLE_OK) return try_again;
    if (status >= 200 && status < 300) return delivered;
    return status == 410 ? gone : try_again;
}

} // namespace

bool is_public_address(const unsigned char* bytes, std::size_t size) {
    if (size == 4) return is_public_ipv4(ipv4_at(bytes));
    if (size != 16) return false;
    // Global unicast is 2000::/3; within it, tunnels to IPv4 (2002::/16, 2001::/32) and documentation are not for us.
    // IPv4-mapped (::ffff:0:0/96) and translated (64:ff9b::/96) addresses are outside of it anyway.
    if ((bytes[0] & 0xE0) != 0x20) return false;
    const bool is_6to4 = bytes[0] == 0x20 && bytes[1] == 0x02;
    const bool is_special = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] < 0x02; // 2001::/23
    const bool is_example = bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0x0D && bytes[3] == 0xB8;
    return !is_6to4 && !is_special && !is_example;
}

service::delivery_outcome webhook_sender::send(const service::outgoing_call& call, instant now) {
    if (call.secrets.empty()) return {call.delivery, refused, "the webhook is no longer there"};
    text_list headers;
    headers.append("Content-Type: application/json");
    headers.append("User-Agent: Sluice");
    headers.append("Expect:"); // do not wait for 100 Continue
    headers.append("webhook-id: " + call.delivery);
    headers.append("webhook-timestamp: " + webhook_timestamp(now));
    headers.append("webhook-signature: " + webhook_signature(call.secrets, call.delivery, now, call.body));
    transfer_.begin_anew();
    transfer_.set(CURLOPT_URL, call.url.c_str());
    transfer_.set(CURLOPT_PROTOCOLS_STR, reach_ == webhook_reach::public_https ? "https" : "http,https");
    if (reach_ == webhook_reach::public_https) transfer_.set(CURLOPT_OPENSOCKETFUNCTION, &open_public_socket);
    transfer_.set(CURLOPT_PROXY, ""); // none from the environment: it would hide where the name leads
    transfer_.set(CURLOPT_FOLLOWLOCATION, 0L);
    transfer_.set(CURLOPT_HTTPHEADER, headers.get());
    transfer_.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(call.body.size()));
    transfer_.set(CURLOPT_POSTFIELDS, call.body.c_str());
    const auto code = transfer_.run();
    const auto status = transfer_.status();
    return {call.delivery, meaning_of(code, status),
            code == CURLE_OK ? std::to_string(status) : transfer_.trouble(code)};
}

} // namespace sluice::delivery
