#include "api/routes/answers.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

namespace {

using namespace sluice;

/// A read of `/v1/things?limit=2` that lasts as long as the test.
struct asked_for {
    http::request request;
    http::path_parameters path;
    routes::call call{request, path, {}, json::object()};

    asked_for() {
        request.path = "/v1/things";
        request.target = "/v1/things?limit=2";
        request.query.add("limit", "2");
    }
};

service::resource as_value() {
    return {{{"id", "a"}, {"title", "渠成"}}, 7};
}

service::resource as_text() {
    return {nullptr, 7, R"({"id":"a","title":"渠成"})"};
}

} // namespace

TEST_CASE("a resource that comes as text is answered as the same one that comes as a value") {
    const asked_for one;
    const auto value = routes::answer_resource(one.call, as_value()).value();
    const auto text = routes::answer_resource(one.call, as_text()).value();
    CHECK(text.body == value.body);
    CHECK(text.headers.first("ETag") == "\"7\"");
    CHECK(value.headers.first("ETag") == "\"7\"");
    CHECK(text.headers.first("Content-Type") == "application/json");
}

TEST_CASE("a text without a revision is tagged by what it says") {
    const asked_for one;
    const auto tag_of = [&](std::string text) {
        const auto answer = routes::answer_resource(one.call, service::resource{nullptr, 0, std::move(text)}).value();
        return std::string{answer.headers.first("ETag").value()};
    };
    CHECK(tag_of(R"({"a":1})") == tag_of(R"({"a":1})"));
    CHECK(tag_of(R"({"a":1})") != tag_of(R"({"a":2})"));
    CHECK(tag_of(R"({"a":1})").size() == 34);
}

TEST_CASE("a reader who has the text already gets 304 without it") {
    asked_for one;
    one.request.headers.add("If-None-Match", "\"7\"");
    const auto answer = routes::answer_resource(one.call, as_text()).value();
    CHECK(answer.status == 304);
    CHECK(answer.body.empty());
    CHECK(!answer.headers.contains("Content-Type"));
}

TEST_CASE("a page that comes as text is answered as the same one that comes as values") {
    const asked_for one;
    const json items = {{{"id", "a"}}, {{"id", "b"}}};
    for (const std::string next : {"", "c\"1"}) {
        const auto values = routes::answer_page(one.call, service::page{items, next}).value();
        const auto text = routes::answer_page(one.call, service::page{json::array(), next, items.dump()}).value();
        CHECK(text.body == values.body);
        CHECK(json::parse(text.body) ==
              (next.empty() ? json{{"items", items}} : json{{"items", items}, {"next", next}}));
        CHECK(text.headers.contains("Link") == !next.empty());
    }
    CHECK(routes::answer_page(one.call, service::page{}).value().body == R"({"items":[]})");
}

TEST_CASE("a command's answer that comes as text keeps its headers, and what is shown once") {
    service::answer done{201, nullptr, 3, "/v1/things/a"};
    done.text = R"({"id":"a"})";
    const auto plain = routes::answer_command(done, false);
    CHECK(plain.status == 201);
    CHECK(plain.body == R"({"id":"a"})");
    CHECK(plain.headers.first("Location") == "/v1/things/a");
    CHECK(plain.headers.first("ETag") == "\"3\"");

    done.secret = {{"token", "sluice_x"}};
    CHECK(json::parse(routes::answer_command(done, false).body) == json{{"id", "a"}, {"token", "sluice_x"}});
    CHECK(routes::answer_command(done, true).body.empty());
}
