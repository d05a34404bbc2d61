#include "tests/bench/load/load_generator.hpp"

#include <fmt/format.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace sluice::bench {
namespace {

using steady = std::chrono::steady_clock;

constexpr std::size_t received_at_once = 256 * 1024;
constexpr int events_at_once = 256;
constexpr int patience_ms = 20'000;

[[noreturn]] void fail(const char* what) {
    throw std::runtime_error(fmt::format("{}: {}", what, std::strerror(errno)));
}

int connect_to(std::uint16_t port) {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) fail("no socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail("cannot connect");
    const int on = 1;
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return socket;
}

struct connection {
    int socket = -1;
    steady::time_point asked;
    std::string partial; ///< of an answer that came in pieces
};

} // namespace

class load_generator::implementation {
public:
    implementation(std::uint16_t port, std::size_t connections)
        : port_{port}
        , epoll_{epoll_create1(EPOLL_CLOEXEC)}
        , connections_(connections)
        , buffer_(received_at_once) {
        if (epoll_ < 0) fail("no epoll");
        for (std::size_t i = 0; i < connections_.size(); ++i)
            open(i);
    }

    ~implementation() {
        for (const auto& each : connections_)
            close(each.socket);
        close(epoll_);
    }

    round_figures run(workload& what, std::chrono::nanoseconds how_long) {
        round_figures made;
        const auto begin = steady::now(), end = begin + how_long;
        for (std::size_t i = 0; i < connections_.size(); ++i)
            ask(what, i);
        for (std::size_t busy = connections_.size(); busy > 0;) {
            std::array<epoll_event, events_at_once> ready;
            const int count = epoll_wait(epoll_, ready.data(), events_at_once, patience_ms);
            if (count < 0 && errno != EINTR) fail("epoll");
            if (count == 0) throw std::runtime_error("the server has stopped answering");
            for (int i = 0; i < count; ++i) {
                const auto which = ready[static_cast<std::size_t>(i)].data.u64;
                if (!receive(what, which)) continue;
                const auto now = steady::now();
                if (now < end) {
                    made.latency.record(now - connections_[which].asked);
                    ask(what, which);
                } else {
                    --busy;
                }
            }
        }
        made.a_second = static_cast<double>(made.latency.count()) / std::chrono::duration<double>(how_long).count();
        return made;
    }

private:
    void open(std::size_t which) {
        auto& each = connections_[which];
        each.socket = connect_to(port_);
        epoll_event wanted{};
        wanted.events = EPOLLIN;
        wanted.data.u64 = which;
        if (epoll_ctl(epoll_, EPOLL_CTL_ADD, each.socket, &wanted) != 0) fail("epoll");
    }

    void ask(workload& what, std::size_t which) {
        request_.clear();
        what.ask(which, request_);
        auto& each = connections_[which];
        each.asked = steady::now();
        for (std::size_t sent = 0; sent < request_.size();) {
            const auto bytes =
                send(each.socket, request_.data() + sent, request_.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
            if (bytes > 0) {
                sent += static_cast<std::size_t>(bytes);
            } else if (errno == EAGAIN) {
                pollfd waiting{each.socket, POLLOUT, 0};
                poll(&waiting, 1, patience_ms);
            } else if (errno != EINTR) {
                fail("cannot send");
            }
        }
    }

    /// Whether the whole answer has come; then it has been checked.
    bool receive(workload& what, std::size_t which) {
        auto& each = connections_[which];
        const auto bytes = recv(each.socket, buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (bytes == 0) throw std::runtime_error("the server has closed a connection");
        if (bytes < 0) {
            if (errno == EAGAIN || errno == EINTR) return false;
            fail("cannot receive");
        }
        std::string_view received{buffer_.data(), static_cast<std::size_t>(bytes)};
        if (!each.partial.empty()) {
            each.partial.append(received);
            received = each.partial;
        }
        const auto found = first_answer(received);
        if (!found) {
            if (each.partial.empty()) each.partial.assign(received);
            return false;
        }
        if (found->bytes != received.size())
            throw wrong_answer("more came than the answer's Content-Length says: " +
                               std::string{received.substr(0, found->bytes)});
        what.check(which, found->content);
        if (found->content.closes) {
            close(each.socket);
            open(which);
        }
        each.partial.clear();
        return true;
    }

    std::uint16_t port_;
    int epoll_;
    std::vector<connection> connections_;
    std::vector<char> buffer_;
    std::string request_;
};

load_generator::load_generator(std::uint16_t port, std::size_t connections)
    : self_{std::make_unique<implementation>(port, connections)} {}

load_generator::~load_generator() = default;

round_figures load_generator::run(workload& what, std::chrono::nanoseconds how_long) {
    return self_->run(what, how_long);
}

} // namespace sluice::bench
