#pragma once

#include "api/auth/authenticator.hpp"
#include "api/http/router.hpp"
#include "api/routes/call.hpp"
#include "api/routes/contract.hpp"
#include "engine/service/service.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace sluice::routes {

/// `service::submit`.
using submit_command = std::function<void(service::request, service::completion)>;

/// Runs work on a thread that may block. False when too much of it waits already.
using run_in_background = std::function<bool(std::function<void()>)>;

/// Adds routes that hold every request against the contract before anything else sees it: who asks, query, body,
/// `Idempotency-Key`, `If-Match`. What follows is the same for all: a refusal becomes a problem, an answer gets its
/// headers. Used while the program starts; the router's handlers keep what they need of it.
class endpoints {
public:
    /// What the handlers work with. `described` must outlive the router.
    struct parts {
        http::router& router;
        const contract& described;
        auth::authenticator authenticator;
        submit_command submit;
        run_in_background background;
    };

    using reading = std::function<result<http::response>(const call&)>;
    using commanding = std::function<result<service::command>(const call&)>;

    /// Either the answer itself, or a command that has yet to be carried out.
    using prepared = std::variant<http::response, service::command>;
    using preparing = std::function<result<prepared>(const call&)>;

    explicit endpoints(parts given)
        : parts_{std::move(given)} {}

    /// Answers at once, on the server's thread.
    void read(std::string pattern, reading);

    /// Answers from a background thread: for what takes long.
    void read_slowly(std::string pattern, reading);

    /// The same for a POST that is no command of the engine.
    void act_slowly(std::string pattern, reading);

    /// Makes a command of the request, submits it, and answers when it is durable.
    void command(http::method verb, std::string pattern, commanding, http::route_options = {});

    /// For what has to be looked into at length before it is a command: a background thread makes answer or command,
    /// and a command is then submitted like any other.
    void prepare(http::method verb, std::string pattern, preparing, http::route_options = {});

private:
    void add_slowly(http::method verb, std::string pattern, reading);

    parts parts_;
};

} // namespace sluice::routes
