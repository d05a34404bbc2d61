#include "tests/api/http/test_server.hpp"

#include <stdexcept>

namespace sluice::test {

using namespace http;

namespace {

json describe(const request& asked, const path_parameters& parameters) {
    json query = json::array();
    for (const auto& [name, value] : asked.query)
        query.push_back({name, value});
    return {{"method", name_of(asked.verb)},
            {"target", asked.target},
            {"path", asked.path},
            {"name", parameters["name"]},
            {"query", query},
            {"id", asked.id},
            {"address", asked.remote_address},
            {"traceparent", asked.traceparent}};
}

} // namespace

test_server::test_server(server_options wanted)
    : options{std::move(wanted)} {
    options.port = 0;
    if (options.threads == 0) options.threads = 2;
    routes.add(method::get, "/hello", [](const request&, const path_parameters&, responder answer) {
        answer({200, {{"Content-Type", "text/plain"}}, "hello"});
    });
    routes.add(method::post, "/echo", [](const request& asked, const path_parameters&, responder answer) {
        answer({200, {{"Content-Type", "text/plain"}}, asked.body});
    });
    routes.add(method::post, "/documents",
               [](const request& asked, const path_parameters&, responder answer) {
                   answer(json_response(201, {{"size", asked.body.size()}}));
               },
               {64 * 1024});
    routes.add(method::get, "/target/{name}",
               [](const request& asked, const path_parameters& parameters, responder answer) {
                   answer(json_response(200, describe(asked, parameters)));
               });
    routes.add(method::get, "/throws", [](const request&, const path_parameters&, responder) {
        throw std::runtime_error{"the secret path /etc/shadow"};
    });
}

std::uint16_t test_server::start() {
    running_ = std::make_unique<server>(options, routes, [this](const log_entry& entry) {
        const std::lock_guard lock{mutex_};
        log_.push_back(entry);
    });
    running_->start();
    return port();
}

bool test_server::logged(std::string_view text) const {
    for (const auto& entry : log())
        if (entry.message.find(text) != std::string::npos) return true;
    return false;
}

std::vector<log_entry> test_server::log() const {
    const std::lock_guard lock{mutex_};
    return log_;
}

server_options small_options() {
    server_options options;
    options.body_max = 1024;
    options.head_max = 2048;
    options.target_max = 256;
    options.fields_max = 10;
    return options;
}

} // namespace sluice::test
