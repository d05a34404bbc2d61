#include "api/http/router.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

using namespace sluice;
using namespace sluice::http;

namespace {

void nothing(const request&, const path_parameters&, const responder&) {}

router some_routes() {
    router routes;
    for (const char* pattern : {"/", "/v1/applications", "/v1/applications/export", "/v1/applications/{id}",
                                "/v1/applications/{id}/events", "/v1/receipts/{number}", "/portal/{file*}"})
        routes.add(method::get, pattern, nothing);
    routes.add(method::post, "/v1/applications/{application}/events", nothing);
    return routes;
}

std::string found(const router& routes, method verb, const std::vector<std::string>& segments) {
    const auto match = routes.find(verb, segments);
    return match.found ? match.found->pattern : "";
}

} // namespace

TEST_CASE("a literal segment is preferred to a name, and given up where it leads nowhere", "[http]") {
    const auto routes = some_routes();
    CHECK(found(routes, method::get, {""}) == "/");
    CHECK(found(routes, method::get, {"v1", "applications", "export"}) == "/v1/applications/export");
    CHECK(found(routes, method::get, {"v1", "applications", "7"}) == "/v1/applications/{id}");
    CHECK(found(routes, method::get, {"v1", "applications", "export", "events"}) == "/v1/applications/{id}/events");
    for (const std::vector<std::string>& missing : {std::vector<std::string>{},
                                                    {"v1"},
                                                    {"v1", "applications", ""},
                                                    {"v1", "applications", "7", ""},
                                                    {"v1", "applications", "", "events"},
                                                    {"", "v1", "applications"},
                                                    {"V1", "applications"}})
        CHECK(routes.find(method::get, missing).allowed.empty());
    CHECK(routes.find(method::get, std::vector<std::string>(path_segments_max + 1, "portal")).allowed.empty());
}

TEST_CASE("each route has its parameters under its own names", "[http]") {
    const auto routes = some_routes();
    CHECK(routes.find(method::get, {"v1", "applications", "7", "events"}).parameters["id"] == "7");
    const auto post = routes.find(method::post, {"v1", "applications", "7", "events"});
    CHECK(post.parameters["application"] == "7");
    CHECK_THROWS_AS(post.parameters["id"], std::out_of_range);
}

TEST_CASE("a tail takes the rest of the path, but no segment that hides a slash", "[http]") {
    const auto routes = some_routes();
    CHECK(routes.find(method::get, {"portal", "css", "main.css"}).parameters["file"] == "css/main.css");
    for (const std::vector<std::string>& missing : {std::vector<std::string>{"portal"},
                                                    {"portal", ""},
                                                    {"portal", "a/b"},
                                                    {"portal", "a\\b"},
                                                    {"portal", "a", ""}})
        CHECK_FALSE(routes.find(method::get, missing).found);
}

TEST_CASE("a path tells which methods it takes", "[http]") {
    const auto routes = some_routes();
    const auto match = routes.find(method::put, {"v1", "applications", "7", "events"});
    CHECK_FALSE(match.found);
    CHECK(allow_header(match.allowed) == "GET, HEAD, POST, OPTIONS");
    CHECK(found(routes, method::head, {"v1", "applications"}) == "/v1/applications");
}

TEST_CASE("the routes are listed as they were added", "[http]") {
    const auto routes = some_routes();
    REQUIRE(routes.routes().size() == 8);
    CHECK(routes.routes().front()->pattern == "/");
    CHECK(routes.routes().back()->verb == method::post);
}

TEST_CASE("a malformed pattern or a second route of the same kind is a mistake in the program", "[http]") {
    auto routes = some_routes();
    for (const char* pattern : {"", "v1", "/v1/applications", "/v1/applications/{other}", "/{a}/{a}", "/{file*}/x",
                                "/{}", "/{*}", "/x{id}", "/{id", "/portal/{other*}"}) {
        INFO(pattern);
        CHECK_THROWS_AS(routes.add(method::get, pattern, nothing), std::invalid_argument);
    }
}
