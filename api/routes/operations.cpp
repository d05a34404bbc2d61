#include "api/routes/operations.hpp"

#include "api/routes/answers.hpp"

#include <fmt/format.h>

namespace sluice::routes {
namespace {

result<http::response> readiness(const service::health& now) {
    if (now.ready) return http::json_response(200, {{"status", "ready"}});
    // The trouble itself is for the log: it may name files.
    return refuse(reason::service_unavailable,
                  {"服务器目前不接受办理，请稍后再试", "The server takes no commands at present; try again later"});
}

void add_metric(std::string& into, std::string_view name, std::string_view type, std::string_view help,
                std::uint64_t value) {
    into += fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n{0} {3}\n", name, type, help, value);
}

std::string metrics(const service::health& now) {
    std::string lines;
    add_metric(lines, "sluice_ready", "gauge", "1 while commands are taken.", now.ready ? 1 : 0);
    add_metric(lines, "sluice_commands_waiting", "gauge", "Commands in the queue.", now.waiting);
    add_metric(lines, "sluice_commands_total", "counter", "Commands carried out or refused.", now.commands);
    add_metric(lines, "sluice_refusals_total", "counter", "Commands refused.", now.refusals);
    add_metric(lines, "sluice_commits_total", "counter", "Transactions committed.", now.commits);
    return lines;
}

json pointer() {
    return {{"name", "Sluice"},
            {"documents",
             {{"contract", "/openapi.json"},
              {"programmes", "/v1/programmes"},
              {"notices", "/v1/notices"},
              {"health", "/healthz"}}}};
}

} // namespace

void add_operation_routes(endpoints& at, const contract& described, std::function<service::health()> state) {
    at.read("/healthz", [](const call&) -> result<http::response> {
        return http::json_response(200, {{"status", "ok"}});
    });
    at.read("/readyz", [state](const call&) { return readiness(state()); });
    at.read("/metrics", [state](const call&) -> result<http::response> {
        return http::response{200, {{"Content-Type", "text/plain; version=0.0.4; charset=utf-8"}}, metrics(state())};
    });
    at.read("/openapi.json",
            [&described](const call& asked) { return answer_bytes(asked, described.source(), "application/json"); });
    at.read("/", [](const call&) -> result<http::response> { return http::json_response(200, pointer()); });
}

} // namespace sluice::routes
