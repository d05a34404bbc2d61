#include "api/http/server.hpp"

#include "api/http/internal/connections.hpp"
#include "api/http/internal/session.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace sluice::http {

namespace {

namespace asio = boost::asio;
namespace ssl = asio::ssl;
using asio::ip::tcp;
using boost::system::error_code;

/// How long the server waits before it accepts again after the system had no resources for it.
constexpr std::chrono::milliseconds accept_pause{100};

ssl::context make_tls(const server_options& options) {
    ssl::context tls{ssl::context::tls_server};
    tls.set_options(ssl::context::default_workarounds | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 |
                    ssl::context::no_compression);
    tls.use_certificate_chain_file(options.tls_certificate_file);
    tls.use_private_key_file(options.tls_key_file, ssl::context::pem);
    return tls;
}

unsigned thread_count(const server_options& options) {
    return options.threads > 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
}

} // namespace

class server::implementation {
public:
    implementation(server_options options, const router& routes, log_sink log)
        : options_{std::move(options)}
        , routes_{routes}
        , log_{std::move(log)}
        , connections_{options_.connections_max} {
        if (options_.tls_certificate_file.empty() != options_.tls_key_file.empty())
            throw std::invalid_argument{"TLS needs both a certificate file and a key file"};
        if (!options_.tls_certificate_file.empty()) tls_.emplace(make_tls(options_));
    }

    ~implementation() { stop(); }

    void start() {
        if (port_ != 0) throw std::logic_error{"the server has been started before"};
        const unsigned threads = thread_count(options_);
        auto context = std::make_unique<asio::io_context>(static_cast<int>(threads));
        acceptor_.emplace(listen(*context)); // nothing has begun if this throws
        context_ = std::move(context);
        busy_.emplace(context_->get_executor());
        port_ = acceptor_->local_endpoint().port();
        asio::co_spawn(acceptor_->get_executor(), accept_all(), asio::detached);
        for (unsigned index = 0; index < threads; ++index)
            threads_.emplace_back([this] { work(); });
    }

    std::uint16_t port() const { return port_; }

    void stop() {
        if (!context_) return;
        asio::post(acceptor_->get_executor(), [this] {
            error_code closed; // closing what is closed already is as well
            acceptor_->close(closed);
        });
        connections_.drain();
        if (!connections_.wait_until_empty(options_.timeouts.stop))
            service_.report(log_level::warning, {}, "stopped with requests still under way");
        busy_.reset();
        context_->stop();
        for (auto& each : threads_)
            each.join();
        threads_.clear();
        acceptor_.reset();
        context_.reset(); // and with it every session that is left
    }

private:
    tcp::acceptor listen(asio::io_context& context) const {
        try {
            const tcp::endpoint wanted{asio::ip::make_address(options_.address), options_.port};
            return {asio::make_strand(context), wanted, true};
        } catch (const boost::system::system_error& refused) {
            throw std::system_error{refused.code(),
                                    "cannot listen on " + options_.address + ":" + std::to_string(options_.port)};
        }
    }

    /// A fault that gets as far as here is one connection's, not the server's.
    void work() {
        while (!context_->stopped()) {
            try {
                context_->run();
            } catch (const std::exception& fault) {
                service_.report(log_level::error, {}, std::string{"a worker went on after: "} + fault.what());
            }
        }
    }

    asio::awaitable<void> accept_all() {
        constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
        asio::steady_timer pause{acceptor_->get_executor()};
        while (acceptor_->is_open()) {
            auto [error, socket] = co_await acceptor_->async_accept(asio::make_strand(*context_), as_values);
            if (error == asio::error::operation_aborted) co_return;
            if (!error) {
                admit(std::move(socket));
                continue;
            }
            service_.report(log_level::warning, {}, "no connection could be accepted: " + error.message());
            pause.expires_after(accept_pause);
            co_await pause.async_wait(as_values);
        }
    }

    /// What fails here is the one connection.
    void admit(tcp::socket socket) {
        try {
            error_code ignored; // an answer that leaves a little later is an answer still
            socket.set_option(tcp::no_delay{true}, ignored);
            if (tls_)
                internal::serve_tls(std::move(socket), *tls_, service_);
            else
                internal::serve(std::move(socket), service_);
        } catch (const std::exception& fault) {
            service_.report(log_level::error, {}, std::string{"a connection could not be served: "} + fault.what());
        }
    }

    server_options options_;
    const router& routes_;
    log_sink log_;
    internal::connection_registry connections_;
    internal::service service_{options_, routes_, log_, connections_};
    std::optional<ssl::context> tls_;
    std::unique_ptr<asio::io_context> context_; // after all that its sessions refer to
    /// Keeps the threads until every session has gone: one that ends just as it is drained leaves a task behind, which
    /// holds it, and which nobody would run any more.
    std::optional<asio::executor_work_guard<asio::io_context::executor_type>> busy_;
    std::optional<tcp::acceptor> acceptor_;
    std::vector<std::thread> threads_;
    std::uint16_t port_ = 0;
};

server::server(server_options options, const router& routes, log_sink log)
    : self_{std::make_unique<implementation>(std::move(options), routes, std::move(log))} {}

server::~server() = default;

void server::start() {
    self_->start();
}

std::uint16_t server::port() const {
    return self_->port();
}

void server::stop() {
    self_->stop();
}

} // namespace sluice::http
