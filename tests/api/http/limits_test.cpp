#include "tests/api/http/test_server.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;

namespace {

std::string status_line_for(std::uint16_t port, const std::string& request) {
    raw_connection connection{port};
    connection.send(request);
    const auto answer = connection.receive_all();
    return answer.substr(0, answer.find("\r\n"));
}

std::string chunked(std::size_t chunk, std::size_t count) {
    std::string body = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t index = 0; index < count; ++index)
        body += fmt::format("{:x}\r\n", chunk) + std::string(chunk, 'x') + "\r\n";
    return body + "0\r\n\r\n";
}

} // namespace

TEST_CASE("a body may be as large as the limit and no larger", "[http]") {
    test_server server{small_options()};
    http_client client{server.start()};
    CHECK(client.send("POST", "/echo", {}, std::string(1024, 'x')).body.size() == 1024);
    const auto refused = client.send("POST", "/echo", {}, std::string(1025, 'x'));
    CHECK(refused.status == 413);
    CHECK(refused.header("Connection") == "close");
    CHECK(refused.data()["reason"] == "body_too_large");
}

TEST_CASE("a route may set its own limit", "[http]") {
    test_server server{small_options()};
    http_client client{server.start()};
    CHECK(client.send("POST", "/documents", {}, std::string(64 * 1024, 'x')).data()["size"] == 64 * 1024);
    CHECK(client.send("POST", "/documents", {}, std::string(64 * 1024 + 1, 'x')).status == 413);
}

TEST_CASE("a body far over the limit is refused while the client is still sending it", "[http]") {
    test_server server{small_options()};
    http_client client{server.start()};
    CHECK(client.send("POST", "/echo", {}, std::string(4 * 1024 * 1024, 'x')).status == 413);
}

TEST_CASE("the limit holds for a chunked body, whose length nobody announced", "[http]") {
    test_server server{small_options()};
    const auto port = server.start();
    http_client client{port};
    CHECK(status_line_for(port, chunked(1025, 1)).starts_with("HTTP/1.1 413 "));
    CHECK(status_line_for(port, chunked(100, 11)).starts_with("HTTP/1.1 413 "));
    CHECK(status_line_for(port, chunked(100, 1000)).starts_with("HTTP/1.1 413 "));
    raw_connection connection{port};
    connection.send(chunked(1, 1024));
    CHECK(connection.receive_until("\r\n\r\n").starts_with("HTTP/1.1 200 "));
}

TEST_CASE("chunk extensions cannot make a small body endless", "[http]") {
    test_server server{small_options()};
    const auto port = server.start();
    std::string request = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int index = 0; index < 20; ++index)
        request += "1;name=" + std::string(1000, 'e') + "\r\nx\r\n";
    CHECK(status_line_for(port, request + "0\r\n\r\n").starts_with("HTTP/1.1 413 "));
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    CHECK(status_line_for(port, head + "1;name=" + std::string(64 * 1024, 'e')).starts_with("HTTP/1.1 4"));
}

TEST_CASE("a head that is too large is 431, a target that is too long 414", "[http]") {
    test_server server{small_options()};
    const auto port = server.start();
    const std::string line = "GET /hello HTTP/1.1\r\nHost: a\r\n";
    CHECK(status_line_for(port, line + "X-Note: " + std::string(2048, 'x') + "\r\n\r\n").starts_with("HTTP/1.1 431 "));
    CHECK(status_line_for(port, line + "X-Note: " + std::string(1024 * 1024, 'x')).starts_with("HTTP/1.1 431 "));
    CHECK(status_line_for(port, "GET /" + std::string(256, 'x') + " HTTP/1.1\r\nHost: a\r\n\r\n")
              .starts_with("HTTP/1.1 414 "));
    std::string many = line;
    for (int index = 0; index < 10; ++index)
        many += "X-Note: x\r\n";
    CHECK(status_line_for(port, many + "\r\n").starts_with("HTTP/1.1 431 "));
}

TEST_CASE("a client that is too slow is cut off", "[http]") {
    auto options = small_options();
    options.timeouts.idle = options.timeouts.head = options.timeouts.body = std::chrono::milliseconds{50};
    test_server server{options};
    const auto port = server.start();
    for (const char* begun : {"", "GET /hello HT", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"}) {
        raw_connection connection{port};
        connection.send(begun);
        CHECK(connection.receive_all().empty()); // returns because the server closes
    }
    server.stop(); // the socket is closed before the session says why
    CHECK(server.logged("a client was too slow"));
    CHECK(server.logged("an idle connection ended"));
}

TEST_CASE("a client that sends a byte now and then does not win time by it", "[http]") {
    auto options = small_options();
    options.timeouts.head = std::chrono::milliseconds{100};
    options.head_max = 256 * 1024 * 1024; // so that time alone can end it
    test_server server{options};
    raw_connection connection{server.start()};
    const auto start = std::chrono::steady_clock::now();
    connection.send("GET /hello HTTP/1.1\r\nX-Note: ");
    bool taken = true;
    while (taken && std::chrono::steady_clock::now() - start < patience)
        taken = connection.send("x");
    CHECK(std::chrono::steady_clock::now() - start < patience);
    CHECK_FALSE(taken);
    server.stop(); // the socket is closed before the session says why
    CHECK(server.logged("a client was too slow"));
}

TEST_CASE("a connection too many is told 503 and when to come back", "[http]") {
    auto options = small_options();
    options.connections_max = 1;
    test_server server{options};
    http_client first{server.start()};
    CHECK(first.get("/hello").status == 200);
    raw_connection second{server.port()};
    second.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = second.receive_all();
    CHECK(answer.starts_with("HTTP/1.1 503 "));
    CHECK(answer.find("\r\nRetry-After: ") != std::string::npos);
    CHECK(answer.find("service_unavailable") != std::string::npos);
    CHECK(first.get("/hello").status == 200);
}

TEST_CASE("the last request that a connection may carry says so", "[http]") {
    auto options = small_options();
    options.requests_per_connection_max = 2;
    test_server server{options};
    http_client client{server.start()};
    CHECK_FALSE(client.get("/hello").header("Connection"));
    CHECK(client.get("/hello").header("Connection") == "close");
    CHECK(client.get("/hello").status == 200);
    CHECK(client.connections() == 2);
}
