#pragma once

#include "api/http/internal/connections.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

namespace sluice::http::internal {

/// Serves the connection until it ends, on the socket's executor, which must be a strand. One connection too many is
/// told 503 and closed.
void serve(boost::asio::ip::tcp::socket socket, const service& with);

/// The same over TLS; one connection too many is closed without a word.
void serve_tls(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& tls, const service& with);

} // namespace sluice::http::internal
