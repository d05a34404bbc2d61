// bare_beast THREADS: as little of an asynchronous Beast server as there can be, the floor for answers over HTTP. It
// reads requests, answers each with 600 fixed bytes, and knows nothing else. Prints the port that it listens on.

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t body_bytes = 600;

/// One connection, from the first request to its end.
class session : public std::enable_shared_from_this<session> {
public:
    explicit session(tcp::socket socket)
        : socket_{std::move(socket)} {}

    void read() {
        parser_.emplace();
        http::async_read(socket_, buffer_, *parser_, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error) self->answer();
        });
    }

private:
    void answer() {
        answer_ = {};
        answer_.result(http::status::ok);
        answer_.set(http::field::content_type, "application/json");
        answer_.body().assign(body_bytes, 'x');
        answer_.prepare_payload();
        http::async_write(socket_, answer_, [self = shared_from_this()](error_code error, std::size_t) {
            if (!error) self->read();
        });
    }

    tcp::socket socket_;
    beast::flat_buffer buffer_;
    std::optional<http::request_parser<http::string_body>> parser_;
    http::response<http::string_body> answer_;
};

void accept(tcp::acceptor& acceptor, asio::io_context& context) {
    acceptor.async_accept(asio::make_strand(context), [&](error_code error, tcp::socket socket) {
        if (!error) {
            socket.set_option(tcp::no_delay{true});
            std::make_shared<session>(std::move(socket))->read();
        }
        accept(acceptor, context);
    });
}

} // namespace

int main(int count, char** words) {
    const int threads = count > 1 ? std::atoi(words[1]) : 2;
    asio::io_context context{threads};
    tcp::acceptor acceptor{context, {asio::ip::address_v4::loopback(), 0}};
    accept(acceptor, context);
    std::cout << "ready on http://127.0.0.1:" << acceptor.local_endpoint().port() << std::endl;
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back([&] { context.run(); });
    context.run();
    return 0;
}
