#include "tests/api/http/test_server.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;

namespace {

const std::string good = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

std::size_t count(std::string_view text, std::string_view part) {
    std::size_t found = 0;
    for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size()))
        ++found;
    return found;
}

/// Sends the request and a good one behind it, without closing: the server must answer the first with the status, and
/// then close by itself without having looked at the second.
void refuses_and_closes(std::uint16_t port, const std::string& request, int status) {
    INFO(request);
    raw_connection connection{port};
    connection.send(request + good);
    const std::string answer = connection.receive_all();
    INFO(answer);
    CHECK(answer.starts_with("HTTP/1.1 " + std::to_string(status) + " "));
    CHECK(count(answer, "\r\nX-Request-Id: ") == 1);
    CHECK(count(answer, "Connection: close\r\n") == 1);
    CHECK(count(answer, "Content-Type: application/problem+json\r\n") == 1);
    CHECK(count(answer, "\r\n\r\nhello") == 0);
}

} // namespace

TEST_CASE("a message whose end is in doubt is 400 and the end of the connection", "[http]") {
    test_server server;
    const auto port = server.start();
    const std::string chunks = "5\r\nhello\r\n0\r\n\r\n";
    for (const std::string& fields : {std::string{"Transfer-Encoding: gzip, chunked\r\n"},
                                      std::string{"Transfer-Encoding: chunked, chunked\r\n"},
                                      std::string{"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"},
                                      std::string{"Transfer-Encoding: identity\r\n"},
                                      std::string{"Transfer-Encoding: xchunked\r\n"},
                                      std::string{"Transfer-Encoding: \"chunked\"\r\n"},
                                      std::string{"Transfer-Encoding:\x0b"
                                                  "chunked\r\n"},
                                      std::string{"Transfer-Encoding : chunked\r\n"},
                                      std::string{"Transfer-Encoding:\r\n chunked\r\n"},
                                      std::string{"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"},
                                      std::string{"Content-Length: 15\r\nTransfer-Encoding: chunked\r\n"},
                                      std::string{"Content-Length: 5\r\nContent-Length: 5\r\n"},
                                      std::string{"Content-Length: 5\r\nContent-Length: 6\r\n"},
                                      std::string{"Content-Length: 5, 5\r\n"},
                                      std::string{"Content-Length: +5\r\n"},
                                      std::string{"Content-Length: -5\r\n"},
                                      std::string{"Content-Length: 0x5\r\n"},
                                      std::string{"Content-Length: 5 5\r\n"},
                                      std::string{"Content-Length:\r\n"},
                                      std::string{"Content-Length: 99999999999999999999\r\n"}})
        refuses_and_closes(port, "POST /echo HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + chunks, 400);
    refuses_and_closes(port, "POST /echo HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks, 400);
}

TEST_CASE("a malformed head is 400 and the end of the connection", "[http]") {
    test_server server;
    const auto port = server.start();
    const std::string line = "GET /hello HTTP/1.1\r\n";
    for (const std::string& head : {
             line,                                           // no Host
             line + "Host: a\r\nHost: a\r\n",                //
             line + "Host: a\r\nhost: b\r\n",                //
             line + "Host:\r\n",                             //
             line + "Host: a b\r\n",                         //
             line + "Host: a/b\r\n",                         //
             line + "Host: a\r\nX-Note: one\r\n two\r\n",    // obs-fold
             line + "Host: a\r\nX-Note: one\r\n\ttwo\r\n",   //
             line + " Host: a\r\n",                          //
             line + "Host: a\r\nX Note: one\r\n",            //
             line + "Host: a\r\nX-Note : one\r\n",           //
             line + "Host: a\r\n: one\r\n",                  //
             line + "Host: a\r\nno colon\r\n",               //
             line + "Host: a\r\nX-Note: a" + '\0' + "b\r\n", //
             line + "Host: a\r\nX-Note: a\x01"
                    "b\r\n", //
             line + "Host: a\r\nX-Note: a\x7f"
                    "b\r\n",                           //
             line + "Host: a\r\nX-Note: a\rb\r\n",     //
             line + "Host: a\nX-Note: b\r\n",          // a bare line feed
             std::string{"GET /hello\r\nHost: a\r\n"}, //
             std::string{"GET  /hello HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /hello HTTP/1.1 \r\nHost: a\r\n"},
             std::string{" GET /hello HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /hel lo HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /hello http/1.1\r\nHost: a\r\n"},
             std::string{"GET /hello HTTP/1.10\r\nHost: a\r\n"},
             std::string{"GET hello HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET * HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /hello#part HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /hel\xc3\xa9 HTTP/1.1\r\nHost: a\r\n"},
             std::string{"G(T /hello HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /target/%zz HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /target/%00 HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /target/%ff HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /target/../hello HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /target/%2e%2E HTTP/1.1\r\nHost: a\r\n"},
             std::string{"GET /target/x?a=%4 HTTP/1.1\r\nHost: a\r\n"},
         })
        refuses_and_closes(port, head + "\r\n", 400);
}

TEST_CASE("what is no HTTP at all is refused without waiting for its end", "[http]") {
    test_server server;
    raw_connection connection{server.start()};
    connection.send(std::string{"\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9}); // the start of a TLS handshake
    CHECK(connection.receive_all().starts_with("HTTP/1.1 400 "));
}

TEST_CASE("a chunked body with a fault in it is 400 and the end of the connection", "[http]") {
    test_server server;
    const auto port = server.start();
    const std::string head = "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string& body : {std::string{"5\r\nhelloXX0\r\n\r\n"}, std::string{"g\r\nhello\r\n0\r\n\r\n"},
                                    std::string{"-5\r\nhello\r\n0\r\n\r\n"}, std::string{"\r\nhello\r\n0\r\n\r\n"}})
        refuses_and_closes(port, head + body, 400);
    refuses_and_closes(port, head + "ffffffffffffffff\r\nhello\r\n0\r\n\r\n", 413);
}

TEST_CASE("what the server does not know has its own status, and ends the connection", "[http]") {
    test_server server;
    const auto port = server.start();
    refuses_and_closes(port, "BREW /hello HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    refuses_and_closes(port, "TRACE /hello HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    refuses_and_closes(port, "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    refuses_and_closes(port, "get /hello HTTP/1.1\r\nHost: a\r\n\r\n", 501);
    refuses_and_closes(port, "GET /hello HTTP/2.0\r\nHost: a\r\n\r\n", 505);
    refuses_and_closes(port, "GET /hello HTTP/1.1\r\nHost: a\r\nExpect: a-pony\r\n\r\n", 417);
    refuses_and_closes(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
                       415);
}

TEST_CASE("a request that stops in the middle is 400, not a clean end", "[http]") {
    test_server server;
    const auto port = server.start();
    CHECK(raw_exchange(port, "").empty());
    CHECK(raw_exchange(port, "GET /hello HTTP/1.1\r\nHo").starts_with("HTTP/1.1 400 "));
    CHECK(raw_exchange(port, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhello")
              .starts_with("HTTP/1.1 400 "));
    CHECK(raw_exchange(port, "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel")
              .starts_with("HTTP/1.1 400 "));
}
