#include "tests/api/http/test_server.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;
using http::path_parameters;
using http::request;
using http::responder;

TEST_CASE("a handler gets the request decoded", "[http]") {
    test_server server;
    http_client client{server.start()};
    const auto asked = client.get("/target/%E6%B8%A0%2F1?a=1&b=x+y&a=%26&c").data();
    CHECK(asked["name"] == "渠/1");
    CHECK(asked["method"] == "GET");
    CHECK(asked["path"] == "/target/%E6%B8%A0%2F1");
    CHECK(asked["query"] == json::parse(R"([["a","1"],["b","x y"],["a","&"],["c",""]])"));
    CHECK(asked["address"] == "127.0.0.1");
    CHECK(client.get("http://elsewhere/target/x?y=1").data()["target"] == "/target/x?y=1");
}

TEST_CASE("every answer carries the fields that the server owes", "[http]") {
    test_server server;
    http_client client{server.start()};
    const auto text = client.get("/hello");
    CHECK(text.header("Content-Length") == "5");
    CHECK(text.header("X-Content-Type-Options") == "nosniff");
    CHECK(text.header("Date")->ends_with(" GMT"));
    CHECK_FALSE(text.header("Server"));
    CHECK_FALSE(text.header("Cache-Control"));
    CHECK(client.get("/target/x").header("Cache-Control") == "no-store");
    CHECK(client.get("/nothing").header("Cache-Control") == "no-store");
}

TEST_CASE("a request id that is fit for logs is kept, any other replaced", "[http]") {
    test_server server;
    http_client client{server.start()};
    const auto kept = client.get("/target/x", {{"X-Request-Id", "case-17.a_b"}});
    CHECK(kept.header("X-Request-Id") == "case-17.a_b");
    CHECK(kept.data()["id"] == "case-17.a_b");
    for (const std::string& unfit :
         {std::string{"a b"}, std::string(65, 'x'), std::string{"<script>"}, std::string{}}) {
        const auto made = client.get("/target/x", {{"X-Request-Id", unfit}});
        CHECK(made.header("X-Request-Id")->size() == 36);
        CHECK(made.data()["id"] == *made.header("X-Request-Id"));
    }
    CHECK(client.get("/hello").header("X-Request-Id") != client.get("/hello").header("X-Request-Id"));
}

TEST_CASE("a valid traceparent is passed on and out, any other dropped", "[http]") {
    test_server server;
    http_client client{server.start()};
    const std::string valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    const auto traced = client.get("/target/x", {{"traceparent", valid}});
    CHECK(traced.header("traceparent") == valid);
    CHECK(traced.data()["traceparent"] == valid);
    for (const char* other : {"00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                              "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                              "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                              "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01", "x"}) {
        const auto dropped = client.get("/target/x", {{"traceparent", other}});
        CHECK_FALSE(dropped.header("traceparent"));
        CHECK(dropped.data()["traceparent"] == "");
    }
}

TEST_CASE("HEAD is answered as GET without the body", "[http]") {
    test_server server;
    http_client client{server.start()};
    const auto head = client.send("HEAD", "/hello");
    CHECK(head.status == 200);
    CHECK(head.header("Content-Length") == "5");
    CHECK(head.body.empty());
    CHECK(client.get("/hello").body == "hello"); // on the same connection, so nothing was left on the wire
    CHECK(client.connections() == 1);
}

TEST_CASE("an address that does not exist is 404, a method that it has not 405 with those it has", "[http]") {
    test_server server;
    http_client client{server.start()};
    const auto missing = client.get("/nothing", {{"Accept-Language", "en"}});
    CHECK(missing.status == 404);
    CHECK(missing.header("Content-Type") == "application/problem+json");
    CHECK(missing.data()["type"] == "urn:sluice:problem:route_not_found");
    CHECK(missing.data()["instance"] == "/nothing");
    CHECK(missing.data()["requestId"] == *missing.header("X-Request-Id"));
    const auto wrong = client.send("DELETE", "/hello");
    CHECK(wrong.status == 405);
    CHECK(wrong.header("Allow") == "GET, HEAD, OPTIONS");
    CHECK(wrong.data()["reason"] == "method_not_allowed");
    const auto options = client.send("OPTIONS", "/echo");
    CHECK(options.status == 204);
    CHECK(options.header("Allow") == "POST, OPTIONS");
    CHECK_FALSE(options.header("Content-Length"));
    CHECK(client.send("OPTIONS", "*").status == 204);
    CHECK(client.connections() == 1);
}

TEST_CASE("a handler that throws is 500 without internals, and is logged with the request's id", "[http]") {
    test_server server;
    http_client client{server.start()};
    const auto answer = client.get("/throws", {{"X-Request-Id", "find-me"}});
    CHECK(answer.status == 500);
    CHECK(answer.data()["reason"] == "internal");
    CHECK(answer.body.find("shadow") == std::string::npos);
    bool found = false;
    for (const auto& entry : server.log())
        found = found || (entry.level == http::log_level::error && entry.request_id == "find-me" &&
                          entry.message.find("shadow") != std::string::npos);
    CHECK(found);
    CHECK(client.get("/hello").status == 200);
    CHECK(client.connections() == 1);
}

TEST_CASE("a handler that loses its responder is 500", "[http]") {
    test_server server;
    server.routes.add(http::method::get, "/lost", [](const request&, const path_parameters&, responder) {});
    http_client client{server.start()};
    CHECK(client.get("/lost").status == 500);
    CHECK(server.logged("GET /lost: the handler gave no answer"));
}

TEST_CASE("an answer whose header could be split is never sent", "[http]") {
    test_server server;
    const std::vector<http::response> unfit{{200, {{"Location", "/a\r\nSet-Cookie: b=c"}}, ""},
                                            {200, {{"X Note", "a"}}, ""},
                                            {200, {{"X-Note", std::string{"a\0b", 3}}}, ""},
                                            {200, {{"Content-Length", "7"}}, ""},
                                            {100, {}, ""},
                                            {0, {}, ""}};
    for (std::size_t index = 0; index < unfit.size(); ++index)
        server.routes.add(
            http::method::get, "/unfit/" + std::to_string(index),
            [&unfit, index](const request&, const path_parameters&, responder answer) { answer(unfit[index]); });
    http_client client{server.start()};
    for (std::size_t index = 0; index < unfit.size(); ++index) {
        const auto answer = client.get("/unfit/" + std::to_string(index));
        CHECK(answer.status == 500);
        CHECK_FALSE(answer.header("Set-Cookie"));
    }
}

TEST_CASE("204 and 304 carry neither a body nor its length", "[http]") {
    test_server server;
    for (const int status : {204, 304})
        server.routes.add(http::method::get, "/empty/" + std::to_string(status),
                          [status](const request&, const path_parameters&, responder answer) {
                              answer({status, {}, "not to be sent"});
                          });
    http_client client{server.start()};
    for (const char* target : {"/empty/204", "/empty/304"}) {
        const auto answer = client.get(target);
        CHECK_FALSE(answer.header("Content-Length"));
        CHECK(answer.body.empty());
        CHECK(client.get("/hello").body == "hello");
    }
    CHECK(client.connections() == 1);
}
