#include "api/routes/programmes.hpp"

#include "api/routes/answers.hpp"
#include "engine/programme/profile.hpp"

namespace sluice::routes {
namespace {

language language_of(const call& asked) {
    const auto wanted = asked.in_query("language");
    if (!wanted) return asked.spoken;
    return *wanted == "en" ? language::en : language::zh;
}

result<http::response> answer_diagram(const call& asked, const service::queries& read, const draw_graph& draw) {
    const auto dot =
        read.diagram(asked.caller, asked.in_path("id"), asked.in_query("application").value_or(""), language_of(asked));
    if (dot.has_error()) return dot.error();
    auto answer = answer_bytes(asked, draw(*dot), "image/svg+xml");
    if (answer.has_value()) {
        answer->headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox");
        answer->headers.set("Cache-Control", "private, no-cache");
        answer->headers.set("Vary", "Accept-Language, Authorization");
    }
    return answer;
}

} // namespace

void add_programme_routes(endpoints& at, const service::queries& read, draw_graph draw) {
    at.read("/v1/programmes", [&read](const call& asked) { return answer_page(asked, read.programmes()); });
    at.act_slowly("/v1/programmes/match", [&read](const call& asked) -> result<http::response> {
        const auto matched = read.match(asked.body.at("profile"));
        if (matched.has_error()) return matched.error();
        return http::json_response(200, matched->body);
    });
    at.read("/v1/programmes/match/profile", [](const call& asked) {
        return answer_bytes(asked, std::string{programme::profile_source()}, "application/schema+json");
    });
    at.read("/v1/programmes/{id}",
            [&read](const call& asked) { return answer_resource(asked, read.programme(asked.in_path("id"))); });
    at.read("/v1/programmes/{id}/workflow", [&read](const call& asked) {
        return answer_bytes(asked, read.workflow_source(asked.in_path("id")), "application/json");
    });
    at.read("/v1/programmes/{id}/form", [&read](const call& asked) {
        return answer_bytes(asked, read.form_source(asked.in_path("id")), "application/schema+json");
    });
    at.read_slowly("/v1/programmes/{id}/diagram.svg",
                   [&read, draw = std::move(draw)](const call& asked) { return answer_diagram(asked, read, draw); });
}

} // namespace sluice::routes
