#pragma once

#include "api/http/router.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace sluice::http {

/// How long the server waits for what. A client that is slower is disconnected.
struct server_timeouts {
    std::chrono::milliseconds handshake{10'000}; ///< TLS
    std::chrono::milliseconds idle{60'000};      ///< for the first byte of a request
    std::chrono::milliseconds head{10'000};      ///< from there to the end of the head
    std::chrono::milliseconds body{120'000};     ///< for the whole body
    std::chrono::milliseconds answer{30'000};    ///< for the handler; then the client gets 503
    std::chrono::milliseconds write{60'000};     ///< for the client to take the whole answer
    std::chrono::milliseconds linger{2'000};     ///< for the client to read the last answer before the end
    std::chrono::milliseconds stop{10'000};      ///< for the requests under way when the server stops
};

struct server_options {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080; ///< 0 takes any free port; see `server::port`
    unsigned threads = 0;      ///< 0 takes one for each processor

    std::size_t body_max = 1024 * 1024; ///< bytes; a route may set its own
    std::size_t head_max = 16 * 1024;   ///< bytes of request line and header fields together; 431 beyond
    std::size_t target_max = 8 * 1024;  ///< bytes; 414 beyond
    std::size_t fields_max = 100;       ///< header fields; 431 beyond
    std::size_t connections_max = 1024; ///< at a time; 503 beyond
    std::size_t requests_per_connection_max = 100'000;
    server_timeouts timeouts;

    std::string tls_certificate_file; ///< PEM, the whole chain; TLS is on if both files are named
    std::string tls_key_file;         ///< PEM
};

enum class log_level { debug, info, warning, error };

/// What the server has to say to its operator. Never holds bodies or header values.
struct log_entry {
    log_level level = log_level::info;
    std::string request_id; ///< empty where it concerns no one request
    std::string message;
};

/// Called from any of the server's threads, at the same time from several.
using log_sink = std::function<void(const log_entry&)>;

/// An HTTP/1.1 server (RFC 9110, RFC 9112). Requests on one connection are answered one after the other, in order.
/// What RFC 9112 leaves to the server's leniency is refused: a malformed head, obs-fold, a bare line feed, any
/// `Transfer-Encoding` but `chunked`, that together with `Content-Length`, a missing or double `Host` are 400 and the
/// end of the connection.
///
/// `start`, `stop` and the destructor belong to the owner's thread, never to a handler.
class server {
public:
    /// The router must outlive the server and stay as it is. Throws `std::system_error` if the certificate or key
    /// cannot be used.
    server(server_options options, const router& routes, log_sink log);
    ~server();
    server(const server&) = delete;
    server& operator=(const server&) = delete;

    /// Listens, and returns. Throws `std::system_error` if the address cannot be bound. Once only.
    void start();

    /// The port that it listens on, once started.
    std::uint16_t port() const;

    /// Takes no more connections and requests, waits for those under way as long as `timeouts.stop`, and cuts off the
    /// rest. Afterwards no handler is running. May be called again.
    void stop();

private:
    class implementation;
    std::unique_ptr<implementation> self_;
};

} // namespace sluice::http
