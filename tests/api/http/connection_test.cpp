#include "tests/api/http/test_server.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <condition_variable>
#include <thread>

using namespace sluice;
using namespace sluice::test;
using http::path_parameters;
using http::request;
using http::responder;

namespace {

/// Holds answers back until the test lets them go.
class held_answers {
public:
    void hold(responder answer) {
        const std::lock_guard lock{mutex_};
        held_.push_back(std::move(answer));
        changed_.notify_all();
    }

    /// Waits for the next one.
    responder next() {
        std::unique_lock lock{mutex_};
        if (!changed_.wait_for(lock, patience, [this] { return !held_.empty(); }))
            throw std::runtime_error{"none came"};
        responder first = std::move(held_.front());
        held_.erase(held_.begin());
        return first;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<responder> held_;
};

void add_held_route(test_server& server, held_answers& held) {
    server.routes.add(http::method::get, "/held", [&held](const request&, const path_parameters&, responder answer) {
        held.hold(std::move(answer));
    });
}

} // namespace

TEST_CASE("one connection carries many requests", "[http]") {
    test_server server;
    http_client client{server.start()};
    for (int index = 0; index < 100; ++index)
        REQUIRE(client.get("/hello").body == "hello");
    CHECK(client.connections() == 1);
}

TEST_CASE("pipelined requests are answered in order", "[http]") {
    test_server server;
    std::string requests;
    std::string expected;
    for (int index = 0; index < 50; ++index) {
        const std::string body = "<" + std::to_string(index) + ">";
        requests +=
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
        expected += body;
    }
    const auto answers = raw_exchange(server.start(), requests);
    std::string bodies;
    for (auto at = answers.find('<'); at != std::string::npos; at = answers.find('<', at + 1))
        bodies += answers.substr(at, answers.find('>', at) - at + 1);
    CHECK(bodies == expected);
}

TEST_CASE("a request that arrives byte by byte is read like any other", "[http]") {
    test_server server;
    raw_connection connection{server.start()};
    for (const char byte : std::string{"\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: z\r\n\r\n"})
        REQUIRE(connection.send({&byte, 1}));
    connection.finish_sending();
    const auto answer = connection.receive_all();
    CHECK(answer.starts_with("HTTP/1.1 200 OK\r\n"));
    CHECK(answer.ends_with("\r\n\r\nabcde"));
}

TEST_CASE("HTTP/1.0 is answered and closed, unless it asks to stay", "[http]") {
    test_server server;
    const auto port = server.start();
    raw_connection closing{port};
    closing.send("GET /hello HTTP/1.0\r\n\r\n");
    const auto answer = closing.receive_all();
    CHECK(answer.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK(answer.ends_with("hello"));
    raw_connection staying{port};
    for (int index = 0; index < 2; ++index) {
        staying.send("GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
        CHECK(staying.receive_until("hello").find("\r\nConnection: keep-alive\r\n") != std::string::npos);
    }
}

TEST_CASE("Connection: close is obeyed", "[http]") {
    test_server server;
    raw_connection connection{server.start()};
    connection.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n");
    CHECK(connection.receive_all().ends_with("hello"));
}

TEST_CASE("a client that expects 100 gets it before it sends the body", "[http]") {
    test_server server{small_options()};
    const auto port = server.start();
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ";
    raw_connection connection{port};
    connection.send(head + "5\r\n\r\n");
    CHECK(connection.receive_until("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
    connection.send("hello");
    CHECK(connection.receive_until("hello").starts_with("HTTP/1.1 200 "));

    raw_connection too_large{port};
    too_large.send(head + "5000\r\n\r\n");
    CHECK(too_large.receive_all().starts_with("HTTP/1.1 413 ")); // and no 100 before it
}

TEST_CASE("a handler may answer late and from another thread", "[http]") {
    test_server server;
    held_answers held;
    add_held_route(server, held);
    const auto port = server.start();
    http_answer got;
    std::thread asking{[&got, port] { got = http_client{port}.get("/held"); }};
    const responder answer = held.next();
    CHECK(http_client{port}.get("/hello").status == 200); // nobody is held up by it
    answer({202, {}, "late"});
    answer({500, {}, "twice"});
    asking.join();
    CHECK(got.status == 202);
    CHECK(got.body == "late");
}

TEST_CASE("an answer to a client that has gone is dropped", "[http]") {
    test_server server;
    held_answers held;
    add_held_route(server, held);
    const auto port = server.start();
    {
        raw_connection leaving{port};
        leaving.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        held.next()({200, {}, std::string(1024 * 1024, 'x')}); // more than the client's socket takes unread
    }
    responder after_the_end;
    {
        raw_connection leaving{port};
        leaving.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        after_the_end = held.next();
    }
    after_the_end({200, {}, "too late"});
    CHECK(http_client{port}.get("/hello").status == 200);
}

TEST_CASE("a handler that takes too long is answered for with 503", "[http]") {
    http::server_options options;
    options.timeouts.answer = std::chrono::milliseconds{50};
    test_server server{options};
    held_answers held;
    add_held_route(server, held);
    http_client client{server.start()};
    const auto answer = client.get("/held");
    CHECK(answer.status == 503);
    CHECK(answer.header("Retry-After"));
    CHECK(server.logged("GET /held: the handler took too long"));
    held.next()({200, {}, "too late"});
    CHECK(client.get("/hello").body == "hello");
}

TEST_CASE("stopping finishes the requests under way and ends idle connections", "[http]") {
    test_server server;
    held_answers held;
    add_held_route(server, held);
    const auto port = server.start();
    raw_connection idle{port};
    idle.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    CHECK(idle.receive_until("hello").ends_with("hello"));
    raw_connection busy{port};
    busy.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
    const responder answer = held.next();
    std::thread stopping{[&server] { server.stop(); }};
    CHECK(idle.receive_all().empty()); // it is closed while the other is still at work
    answer({200, {}, "finished"});
    const auto got = busy.receive_all();
    stopping.join();
    CHECK(got.ends_with("finished"));
    CHECK(got.find("\r\nConnection: close\r\n") != std::string::npos);
    CHECK_THROWS(raw_connection{port});
    server.stop(); // a second time does no harm
}

TEST_CASE("stopping does not wait for ever, and a responder may outlive the server", "[http]") {
    responder outliving;
    {
        http::server_options options;
        options.timeouts.stop = std::chrono::milliseconds{50};
        test_server server{options};
        held_answers held;
        add_held_route(server, held);
        raw_connection busy{server.start()};
        busy.send("GET /held HTTP/1.1\r\nHost: a\r\n\r\n");
        outliving = held.next();
        server.stop();
        CHECK(server.logged("stopped with requests still under way"));
        outliving({200, {}, "to nobody"});
    }
    outliving({200, {}, "to nobody"});
}

TEST_CASE("a port that is taken is said to be, and nothing is left behind", "[http]") {
    test_server first;
    http::server_options same;
    same.port = first.start();
    const http::router routes;
    http::server second{same, routes, {}};
    CHECK_THROWS_WITH(second.start(),
                      Catch::Matchers::ContainsSubstring("cannot listen on 127.0.0.1:" + std::to_string(same.port)));
    second.stop();
}
