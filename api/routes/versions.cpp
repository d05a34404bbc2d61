#include "api/routes/versions.hpp"

#include "api/http/problem.hpp"
#include "api/routes/answers.hpp"
#include "engine/verifier/verify.hpp"

namespace sluice::routes {
namespace {

/// A definition's files with their scenarios: the largest of ours take 200 kB.
constexpr std::size_t definition_bytes_max = 4 * 1024 * 1024;
constexpr http::route_options takes_definitions{definition_bytes_max};

programme::definition_files files_in(const json& body) {
    const auto files = body.find("files");
    return files == body.end() ? programme::definition_files{} : files->get<programme::definition_files>();
}

result<service::examination> examine(const call& asked, const service::definition_queries& definitions) {
    return definitions.examine(asked.caller, asked.in_path("id"), files_in(asked.body));
}

result<endpoints::prepared> check(const call& asked, const service::definition_queries& definitions) {
    const auto examined = examine(asked, definitions);
    if (examined.has_error()) return examined.error();
    return http::json_response(200, verifier::to_json(examined->report));
}

/// The problem with every finding as the verifier reports it: line, column and the path that shows it.
http::response refuse_unsound(const call& asked, const verifier::report& found) {
    auto answer = http::problem(service::unsound(found), asked.request);
    json body = json::parse(answer.body);
    body["findings"] = verifier::to_json(found).at("findings");
    answer.body = body.dump(-1, ' ', false, json::error_handler_t::replace);
    return answer;
}

result<endpoints::prepared> publish(const call& asked, const service::definition_queries& definitions) {
    if (!asked.caller.has_role("admin", asked.in_path("id")))
        return refuse(reason::not_permitted, {"项目定义由管理员发布", "Publishing a definition is for administrators"});
    const auto examined = examine(asked, definitions);
    if (examined.has_error()) return examined.error();
    if (!examined->sound) return refuse_unsound(asked, examined->report);
    return service::command{service::publish_version{examined->sound}};
}

result<endpoints::prepared> try_on_the_past(const call& asked, const service::definition_queries& definitions) {
    service::what_if_request wanted;
    wanted.programme = asked.in_path("id");
    wanted.version = asked.text("version");
    wanted.files = files_in(asked.body);
    wanted.round = asked.text("round");
    if (const auto states = asked.body.find("states"); states != asked.body.end())
        wanted.states = states->get<std::map<std::string, std::string>>();
    if (wanted.version.empty() == wanted.files.empty())
        return refuse(reason::invalid_value, {"请给出 version 或 files 之一", "Give either version or files"},
                      "/version");
    const auto tried = definitions.what_if(asked.caller, wanted, asked.paging());
    if (tried.has_error()) return tried.error();
    return http::json_response(200, tried->body);
}

} // namespace

void add_version_routes(endpoints& at, const service::queries& read, const service::definition_queries& definitions) {
    at.prepare(
        http::method::post, "/v1/programmes/{id}/check",
        [&definitions](const call& asked) { return check(asked, definitions); }, takes_definitions);
    at.read("/v1/programmes/{id}/versions",
            [&read](const call& asked) { return answer_page(asked, read.versions(asked.in_path("id"))); });
    at.prepare(
        http::method::post, "/v1/programmes/{id}/versions",
        [&definitions](const call& asked) { return publish(asked, definitions); }, takes_definitions);
    at.read("/v1/programmes/{id}/versions/{version}", [&definitions](const call& asked) {
        return answer_resource(asked, definitions.version(asked.in_path("id"), asked.in_path("version")));
    });
    at.read_slowly("/v1/programmes/{id}/versions/{version}/comparison", [&definitions](const call& asked) {
        return answer_resource(asked, definitions.comparison(asked.in_path("id"), asked.in_path("version"),
                                                             asked.in_query("with").value_or("")));
    });
    at.prepare(
        http::method::post, "/v1/programmes/{id}/what-if",
        [&definitions](const call& asked) { return try_on_the_past(asked, definitions); }, takes_definitions);
}

} // namespace sluice::routes
