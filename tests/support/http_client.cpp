#include "tests/support/http_client.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace sluice::test {

namespace {

namespace asio = boost::asio;
namespace beast_http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

/// A blocking socket whose operations give up after `patience`.
tcp::socket connect(asio::io_context& context, std::uint16_t port) {
    tcp::socket socket{context};
    socket.connect({asio::ip::address_v4::loopback(), port});
    socket.set_option(tcp::no_delay{true});
    const timeval limit{patience.count(), 0};
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return socket;
}

enum class reset_is { fault, end };

/// One call of the system: Asio's own synchronous read would wait on, past the socket's time limit.
std::size_t read_once(tcp::socket& socket, asio::mutable_buffer into, reset_is what = reset_is::fault) {
    const auto count = ::recv(socket.native_handle(), into.data(), into.size(), 0);
    if (count < 0 && errno == ECONNRESET && what == reset_is::end) return 0;
    if (count < 0) throw std::runtime_error{"the server sent nothing in time, or reset the connection"};
    return static_cast<std::size_t>(count);
}

bool same_name(std::string_view left, std::string_view right) {
    return boost::beast::iequals({left.data(), left.size()}, {right.data(), right.size()});
}

bool names(const header_list& headers, std::string_view name) {
    for (const auto& [each, value] : headers)
        if (same_name(each, name)) return true;
    return false;
}

void append(std::string& head, std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
}

} // namespace

std::optional<std::string> http_answer::header(std::string_view name) const {
    for (const auto& [each, value] : headers)
        if (same_name(each, name)) return value;
    return std::nullopt;
}

class http_client::implementation {
public:
    explicit implementation(std::uint16_t port)
        : port_{port} {}

    http_answer send(std::string_view method, std::string_view target, const header_list& headers,
                     std::string_view body) {
        const std::string bytes = write_request(method, target, headers, body);
        const bool reused = socket_.has_value();
        if (auto answer = exchange(bytes, method)) return *answer;
        // The server may close an idle connection at any time: only then is it right to send once more.
        if (reused)
            if (auto answer = exchange(bytes, method)) return *answer;
        throw std::runtime_error{"the server closed the connection without an answer"};
    }

    header_list always;
    int connections = 0;

private:
    std::string write_request(std::string_view method, std::string_view target, const header_list& headers,
                              std::string_view body) const {
        std::string bytes{method};
        bytes.append(" ").append(target).append(" HTTP/1.1\r\n");
        if (!names(headers, "Host")) append(bytes, "Host", "127.0.0.1");
        for (const auto& [name, value] : always)
            if (!names(headers, name)) append(bytes, name, value);
        for (const auto& [name, value] : headers)
            append(bytes, name, value);
        const bool needs_length = method == "POST" || method == "PUT" || method == "PATCH" || !body.empty();
        if (needs_length && !names(headers, "Content-Length"))
            append(bytes, "Content-Length", std::to_string(body.size()));
        return bytes.append("\r\n").append(body);
    }

    /// Nothing if the connection ended before the first byte of an answer.
    std::optional<http_answer> exchange(const std::string& bytes, std::string_view method) {
        if (!socket_) {
            socket_.emplace(connect(context_, port_));
            buffer_.clear();
            ++connections;
        }
        error_code broken; // the server may have answered and closed before it read all: the answer is there to read
        asio::write(*socket_, asio::buffer(bytes), broken);
        return receive(method == "HEAD");
    }

    std::optional<http_answer> receive(bool without_body) {
        beast_http::response_parser<beast_http::string_body> parser;
        parser.body_limit(boost::none);
        parser.skip(without_body);
        parser.eager(true);
        while (!parser.is_done()) {
            error_code error;
            if (buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), error));
            if (error && error != beast_http::error::need_more) throw std::runtime_error{error.message()};
            if (parser.is_done()) break;
            const auto count = read_once(*socket_, buffer_.prepare(64 * 1024), reset_is::end);
            buffer_.commit(count);
            if (count > 0) continue;
            socket_.reset();
            if (!parser.got_some()) return std::nullopt;
            parser.put_eof(error);
            if (error) throw std::runtime_error{"the answer is not complete"};
        }
        return finish(parser.get(), parser.keep_alive());
    }

    http_answer finish(beast_http::response<beast_http::string_body>& message, bool keep_alive) {
        http_answer answer;
        answer.status = static_cast<int>(message.result_int());
        for (const auto& each : message)
            answer.headers.emplace_back(std::string{each.name_string()}, std::string{each.value()});
        answer.body = std::move(message.body());
        if (!keep_alive) socket_.reset();
        return answer;
    }

    std::uint16_t port_;
    asio::io_context context_;
    std::optional<tcp::socket> socket_;
    boost::beast::flat_buffer buffer_;
};

http_client::http_client(std::uint16_t port)
    : self_{std::make_unique<implementation>(port)} {}
http_client::~http_client() = default;
http_client::http_client(http_client&&) noexcept = default;
http_client& http_client::operator=(http_client&&) noexcept = default;

void http_client::always_send(std::string name, std::string value) {
    self_->always.emplace_back(std::move(name), std::move(value));
}

http_answer http_client::send(std::string_view method, std::string_view target, const header_list& headers,
                              std::string_view body) {
    return self_->send(method, target, headers, body);
}

http_answer http_client::send_json(std::string_view method, std::string_view target, const json& body,
                                   header_list headers) {
    if (!names(headers, "Content-Type")) headers.emplace_back("Content-Type", "application/json");
    return self_->send(method, target, headers, body.dump());
}

int http_client::connections() const {
    return self_->connections;
}

class raw_connection::implementation {
public:
    explicit implementation(std::uint16_t port)
        : socket{connect(context, port)} {}

    /// False at the end.
    bool read_more() {
        std::array<char, 16 * 1024> piece{};
        const auto count = read_once(socket, asio::buffer(piece));
        pending.append(piece.data(), count);
        return count > 0;
    }

    asio::io_context context;
    tcp::socket socket;
    std::string pending; ///< received and not yet handed out
};

raw_connection::raw_connection(std::uint16_t port)
    : self_{std::make_unique<implementation>(port)} {}
raw_connection::~raw_connection() = default;
raw_connection::raw_connection(raw_connection&&) noexcept = default;

bool raw_connection::send(std::string_view bytes) {
    error_code closed;
    asio::write(self_->socket, asio::buffer(bytes.data(), bytes.size()), closed);
    return !closed;
}

std::string raw_connection::receive_until(std::string_view until, std::size_t count) {
    std::size_t end = 0;
    for (std::size_t seen = 0; seen < count;) {
        const auto found = self_->pending.find(until, end);
        if (found == std::string::npos) {
            if (!self_->read_more()) return std::exchange(self_->pending, {});
            continue;
        }
        end = found + until.size();
        ++seen;
    }
    std::string taken = self_->pending.substr(0, end);
    self_->pending.erase(0, end);
    return taken;
}

std::string raw_connection::receive_all() {
    while (self_->read_more()) {
    }
    return std::exchange(self_->pending, {});
}

void raw_connection::finish_sending() {
    self_->socket.shutdown(tcp::socket::shutdown_send);
}

std::string raw_exchange(std::uint16_t port, std::string_view bytes) {
    raw_connection connection{port};
    connection.send(bytes);
    connection.finish_sending();
    return connection.receive_all();
}

} // namespace sluice::test
