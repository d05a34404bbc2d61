#include "api/routes/every_route.hpp"
#include "tests/architecture/silent_queries.hpp"
#include "tests/architecture/source_tree.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace {

using namespace sluice;

/// The routes as the composition root adds them, with nothing behind them.
struct bare_routes {
    routes::contract described{test::bytes_of("schemas/openapi.json")};
    test::silent_queries read;
    test::silent_money_queries money;
    test::silent_work_queries work;
    test::silent_definition_queries definitions;
    test::silent_notification_queries notifications;
    http::router router;
    routes::endpoints at{{router, described, auth::authenticator{{}}, {}, {}}};
};

std::vector<std::string> names_of(const http::router& router) {
    std::vector<std::string> names;
    for (const auto& each : router.routes())
        names.push_back(fmt::format("{} {}", http::name_of(each->verb), each->pattern));
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace

TEST_CASE("every route is described, and every description is a route") {
    bare_routes bare;
    routes::add_every_route(
        bare.at, {bare.read, bare.money, bare.work, bare.definitions, bare.notifications, bare.described, {}, {}, {}});
    auto described = bare.described.operations();
    std::sort(described.begin(), described.end());
    REQUIRE(described.size() > 50);
    CHECK(names_of(bare.router) == described);
}

TEST_CASE("a route that is not described cannot be added") {
    bare_routes bare;
    const auto nothing = [](const routes::call&) -> result<http::response> { return http::response{}; };
    CHECK_THROWS_AS(bare.at.read("/v1/planted", nothing), std::logic_error);
    CHECK_THROWS_AS(bare.at.act_slowly("/v1/programmes", nothing), std::logic_error);
}

TEST_CASE("a route that is left out is missed") {
    bare_routes bare;
    bare.at.read("/healthz", [](const routes::call&) -> result<http::response> { return http::response{}; });
    CHECK(names_of(bare.router) != bare.described.operations());
}
