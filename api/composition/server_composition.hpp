#pragma once

#include "api/delivery/mail_sender.hpp"
#include "api/delivery/webhook_sender.hpp"
#include "api/http/server.hpp"
#include "engine/service/clock.hpp"
#include "engine/service/service.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>

namespace sluice {

/// What a server is made of and where its things are.
struct composition_options {
    std::filesystem::path database; ///< the SQLite file; made if it is not there
    std::filesystem::path workflows = "workflows";
    std::filesystem::path contract = "schemas/openapi.json";
    http::server_options http;
    delivery::mail_server mail; ///< without a host nothing leaves by mail
    delivery::webhook_reach webhooks = delivery::webhook_reach::public_https;
    std::string portal;                              ///< where people read on, for links in mails; may be empty
    bool fires_timers = true;                        ///< a worker fires them as they fall due
    bool carries_post = true;                        ///< workers send mails and call webhooks
    service::prove_definition prove{};               ///< how definitions are proven; the verifier unless given
    service::adjustable_clock* adjustable = nullptr; ///< the clock itself, when administrators may set it
};

/// Everything wired together: store, service, routes, workers, HTTP server. Serves from construction to destruction,
/// which lets the requests under way finish. Throws what its parts throw when they cannot start.
class server_composition {
public:
    server_composition(composition_options, service::clock&);
    ~server_composition();
    server_composition(const server_composition&) = delete;
    server_composition& operator=(const server_composition&) = delete;

    std::uint16_t port() const;
    service::service& engine();

private:
    class implementation;
    std::unique_ptr<implementation> self_;
};

} // namespace sluice
