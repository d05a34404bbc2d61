#include "api/http/server.hpp"

#include "api/http/internal/client.hpp"
#include "api/http/internal/connections.hpp"
#include "api/http/internal/session.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>

#include <algorithm>
#include <optional>
#include <stdexcept>
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
        auto door = std::make_unique<internal::worker>();
        acceptor_.emplace(listen(*door)); // nothing has begun if this throws
        door_ = std::move(door);
        port_ = acceptor_->local_endpoint().port();
        const auto report = [this](const std::string& fault) { service_.report(log_level::error, {}, fault); };
        for (unsigned index = 0; index < thread_count(options_); ++index)
            workers_.push_back(std::make_unique<internal::worker>());
        for (const auto& each : workers_)
            each->start(report);
        asio::co_spawn(acceptor_->get_executor(), accept_all(), asio::detached);
        door_->start(report);
    }

    std::uint16_t port() const { return port_; }

    void stop() {
        if (!door_) return;
        asio::post(acceptor_->get_executor(), [this] {
            error_code closed; // closing what is closed already is as well
            acceptor_->close(closed);
        });
        connections_.drain();
        if (!connections_.wait_until_empty(options_.timeouts.stop))
            service_.report(log_level::warning, {}, "stopped with requests still under way");
        door_->stop();
        for (const auto& each : workers_)
            each->stop();
        acceptor_.reset();
        door_.reset();
        workers_.clear(); // and with them every session that is left
    }

private:
    using acceptor = asio::basic_socket_acceptor<tcp, internal::executor>;

    acceptor listen(internal::worker& door) const {
        try {
            const tcp::endpoint wanted{asio::ip::make_address(options_.address), options_.port};
            return {door.context(), wanted, true};
        } catch (const boost::system::system_error& refused) {
            throw std::system_error{refused.code(),
                                    "cannot listen on " + options_.address + ":" + std::to_string(options_.port)};
        }
    }

    internal::task<void> accept_all() {
        internal::steady_timer pause{acceptor_->get_executor()};
        while (acceptor_->is_open()) {
            internal::worker& next = least_loaded();
            auto [error, socket] = co_await acceptor_->async_accept(next.context(), internal::as_values);
            if (error == asio::error::operation_aborted) co_return;
            if (!error) {
                asio::post(next.context(),
                           [this, socket = std::move(socket), share = internal::worker::share{next}]() mutable {
                               admit(std::move(socket), std::move(share));
                           });
                continue;
            }
            service_.report(log_level::warning, {}, "no connection could be accepted: " + error.message());
            pause.expires_after(accept_pause);
            co_await pause.async_wait(internal::as_values);
        }
    }

    internal::worker& least_loaded() const {
        return **std::min_element(workers_.begin(), workers_.end(),
                                  [](const auto& one, const auto& other) { return one->load() < other->load(); });
    }

    /// On the thread of the worker that has it. What fails here is the one connection.
    void admit(internal::tcp_socket socket, internal::worker::share share) {
        try {
            error_code ignored; // an answer that leaves a little later is an answer still
            socket.set_option(tcp::no_delay{true}, ignored);
            if (tls_)
                internal::serve_tls(std::move(socket), std::move(share), *tls_, service_);
            else
                internal::serve(std::move(socket), std::move(share), service_);
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
    std::vector<std::unique_ptr<internal::worker>> workers_; // after all that their sessions refer to
    std::unique_ptr<internal::worker> door_;                 ///< accepts, so that no slow handler keeps others out
    std::optional<acceptor> acceptor_;
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
