#pragma once

#include "api/http/server.hpp"
#include "tests/support/http_client.hpp"

#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::test {

/// A server on a free port with a few routes:
/// `GET /hello` says hello; `POST /echo` gives the body back; `GET /target/{name}` tells what it was asked;
/// `POST /documents` takes up to 64 KiB; `GET /throws` throws.
class test_server {
public:
    explicit test_server(http::server_options options = {});

    /// Routes are added before `start`.
    http::router routes;
    http::server_options options;

    std::uint16_t start();
    void stop() { running_->stop(); }
    std::uint16_t port() const { return running_->port(); }

    /// Whether an entry of the log holds the text.
    bool logged(std::string_view text) const;
    std::vector<http::log_entry> log() const;

private:
    mutable std::mutex mutex_;
    std::vector<http::log_entry> log_;
    std::unique_ptr<http::server> running_;
};

/// Limits and times small enough to be reached in a test.
http::server_options small_options();

} // namespace sluice::test
