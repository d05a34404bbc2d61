#pragma once

#include "api/http/internal/connections.hpp"
#include "api/http/internal/worker.hpp"

#include <boost/asio/ssl/context.hpp>

namespace sluice::http::internal {

/// Serves the connection until it ends, on the thread of the worker that it was given to; called there. One connection
/// too many is told 503 and closed.
void serve(tcp_socket socket, worker::share share, const service& with);

/// The same over TLS; one connection too many is closed without a word.
void serve_tls(tcp_socket socket, worker::share share, boost::asio::ssl::context& tls, const service& with);

} // namespace sluice::http::internal
