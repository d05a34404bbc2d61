#pragma once

#include "engine/base/json.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::test {

using header_list = std::vector<std::pair<std::string, std::string>>;

/// No test waits longer than this for a server.
inline constexpr std::chrono::seconds patience{20};

struct http_answer {
    int status = 0;
    header_list headers;
    std::string body;

    /// The first header of that name, in any case; nothing if there is none.
    std::optional<std::string> header(std::string_view name) const;

    /// The body as JSON; throws if it is none.
    json data() const { return json::parse(body); }
};

/// A client for tests, on one keep-alive connection to 127.0.0.1, which it opens when needed and again after the server
/// has closed it. Synchronous, for one thread. Throws `std::runtime_error` when no answer comes.
class http_client {
public:
    explicit http_client(std::uint16_t port);
    ~http_client();
    http_client(http_client&&) noexcept;
    http_client& operator=(http_client&&) noexcept;

    /// Headers sent with every request from now on, for instance `Authorization`.
    void always_send(std::string name, std::string value);

    http_answer send(std::string_view method, std::string_view target, const header_list& headers = {},
                     std::string_view body = {});

    /// The same with `Content-Type: application/json`, unless another is given.
    http_answer send_json(std::string_view method, std::string_view target, const json& body, header_list headers = {});

    http_answer get(std::string_view target, const header_list& headers = {}) { return send("GET", target, headers); }
    http_answer post(std::string_view target, const json& body, header_list headers = {}) {
        return send_json("POST", target, body, std::move(headers));
    }

    /// How many connections it has opened.
    int connections() const;

private:
    class implementation;
    std::unique_ptr<implementation> self_;
};

/// A connection on which a test sends the bytes it likes.
class raw_connection {
public:
    explicit raw_connection(std::uint16_t port);
    ~raw_connection();
    raw_connection(raw_connection&&) noexcept;

    /// False if the server no longer takes anything.
    bool send(std::string_view bytes);

    /// What comes until `count` times `until` has been seen, or the server closes.
    std::string receive_until(std::string_view until, std::size_t count = 1);

    /// What comes until the server closes. Throws `std::runtime_error` if it does not within `patience`, or resets.
    std::string receive_all();

    /// Says that nothing more will be sent, and still receives.
    void finish_sending();

private:
    class implementation;
    std::unique_ptr<implementation> self_;
};

/// Sends the bytes on a connection of their own, half-closes it, and returns all that the server sends until it closes.
std::string raw_exchange(std::uint16_t port, std::string_view bytes);

} // namespace sluice::test
