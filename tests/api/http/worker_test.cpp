#include "api/http/internal/worker.hpp"
#include "tests/api/http/test_server.hpp"

#include <catch2/catch_test_macros.hpp>

#include <boost/asio/post.hpp>

#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

using namespace sluice;
using namespace sluice::test;
using http::path_parameters;
using http::request;
using http::responder;
using namespace std::chrono_literals;
using clock_type = std::chrono::steady_clock;

namespace {

/// Answers kept back until as many have come as are wanted.
class gathered_answers {
public:
    void add(responder answer) {
        const std::lock_guard lock{mutex_};
        all_.push_back(std::move(answer));
        changed_.notify_all();
    }

    std::vector<responder> wait_for(std::size_t count) {
        std::unique_lock lock{mutex_};
        if (!changed_.wait_for(lock, patience, [&] { return all_.size() >= count; }))
            throw std::runtime_error{"they did not come"};
        return std::exchange(all_, {});
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<responder> all_;
};

void add_gathering_route(test_server& server, gathered_answers& gathered) {
    server.routes.add(
        http::method::get, "/gathered",
        [&gathered](const request&, const path_parameters&, responder answer) { gathered.add(std::move(answer)); });
}

struct counted_deadline final : http::internal::timed {
    void run_out() override {
        ++count;
        at = clock_type::now();
    }
    std::atomic<int> count{0};
    clock_type::time_point at{};
};

const std::string ask_gathered = "GET /gathered HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string ask_hello = "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n";

} // namespace

TEST_CASE("a deadline is never noticed early, and once", "[http]") {
    http::internal::worker one;
    counted_deadline soon;
    counted_deadline forgotten;
    counted_deadline later; // by then a second call of the first would have come
    clock_type::time_point set;
    boost::asio::post(one.context(), [&] {
        set = clock_type::now();
        soon.expires_after(120ms);
        forgotten.expires_after(1ms);
        one.watch(forgotten);
        one.watch(soon);
        later.expires_after(120ms + 3 * http::internal::deadline_granularity);
        one.watch(later);
        one.forget(forgotten);
    });
    one.start([](const std::string&) {});
    const auto given_up = clock_type::now() + patience;
    while (later.count == 0 && clock_type::now() < given_up)
        std::this_thread::yield();
    one.stop();
    CHECK(later.count == 1);
    CHECK(soon.count == 1);
    CHECK(forgotten.count == 0);
    CHECK(soon.at - set >= 120ms);
}

TEST_CASE("a worker goes on after a task that throws, and says so", "[http]") {
    http::internal::worker one;
    std::atomic<bool> went_on{false};
    std::string said;
    boost::asio::post(one.context(), [] { throw std::runtime_error{"no good"}; });
    boost::asio::post(one.context(), [&] { went_on = true; });
    one.start([&](const std::string& fault) { said = fault; });
    const auto given_up = clock_type::now() + patience;
    while (!went_on && clock_type::now() < given_up)
        std::this_thread::yield();
    one.stop();
    CHECK(went_on);
    CHECK(said == "a worker went on after: no good");
}

TEST_CASE("connections are spread evenly over the workers", "[http]") {
    test_server server;
    std::mutex mutex;
    std::map<std::thread::id, int> served;
    server.routes.add(http::method::get, "/who", [&](const request&, const path_parameters&, responder answer) {
        {
            const std::lock_guard lock{mutex};
            ++served[std::this_thread::get_id()];
        }
        answer({204, {}, ""});
    });
    const auto port = server.start();
    std::vector<http_client> clients;
    for (int index = 0; index < 6; ++index) {
        clients.emplace_back(port);
        CHECK(clients.back().get("/who").status == 204);
    }
    const std::lock_guard lock{mutex};
    REQUIRE(served.size() == 2);
    CHECK(served.begin()->second == 3);
}

TEST_CASE("a handler that takes its time holds up nobody who comes anew to another worker", "[http]") {
    test_server server;
    std::mutex held;
    std::atomic<bool> entered{false};
    server.routes.add(http::method::get, "/slow", [&](const request&, const path_parameters&, responder answer) {
        entered = true;
        const std::lock_guard lock{held};
        answer({204, {}, ""});
    });
    const auto port = server.start();
    std::unique_lock holding{held};
    std::thread slow{[port] { CHECK(http_client{port}.get("/slow").status == 204); }};
    while (!entered)
        std::this_thread::yield();
    CHECK(http_client{port}.get("/hello").status == 200); // the least loaded worker gets it
    holding.unlock();
    slow.join();
}

TEST_CASE("many answers that come at once, from one other thread, each find their connection", "[http]") {
    constexpr std::size_t count = 64;
    test_server server;
    gathered_answers gathered;
    add_gathering_route(server, gathered);
    const auto port = server.start();
    std::vector<std::unique_ptr<raw_connection>> connections;
    for (std::size_t index = 0; index < count; ++index)
        connections.push_back(std::make_unique<raw_connection>(port));
    for (int round = 0; round < 20; ++round) {
        for (const auto& each : connections)
            each->send(ask_gathered);
        auto answers = gathered.wait_for(count);
        for (std::size_t index = 0; index < count; ++index)
            answers[index]({200, {}, "<" + std::to_string(index) + ">"});
        std::set<std::string> bodies;
        for (const auto& each : connections) {
            const auto got = each->receive_until(">");
            bodies.insert(got.substr(got.find('<')));
        }
        REQUIRE(bodies.size() == count);
    }
}

TEST_CASE("an answer given twice never reaches the next request on the connection", "[http]") {
    test_server server;
    gathered_answers gathered;
    add_gathering_route(server, gathered);
    raw_connection connection{server.start()};
    connection.send(ask_gathered);
    const auto first = gathered.wait_for(1).front();
    first({200, {}, "<first>"});
    CHECK(connection.receive_until(">").ends_with("<first>"));
    connection.send(ask_gathered);
    const auto second = gathered.wait_for(1).front();
    first({200, {}, "<first again>"});
    second({200, {}, "<second>"});
    CHECK(connection.receive_until(">").ends_with("<second>"));
}

TEST_CASE("pipelined requests keep their order when the first is answered late", "[http]") {
    test_server server;
    gathered_answers gathered;
    add_gathering_route(server, gathered);
    raw_connection connection{server.start()};
    connection.send(ask_gathered + ask_hello + ask_gathered + ask_hello);
    gathered.wait_for(1).front()({200, {}, "<one>"});
    gathered.wait_for(1).front()({200, {}, "<two>"});
    connection.finish_sending();
    const auto all = connection.receive_all();
    const auto one = all.find("<one>");
    const auto two = all.find("<two>");
    REQUIRE(one != std::string::npos);
    REQUIRE(two != std::string::npos);
    CHECK(one < all.find("hello"));
    CHECK(all.find("hello") < two);
    CHECK(two < all.rfind("hello"));
}

TEST_CASE("a client that does not take its answer is cut off", "[http]") {
    http::server_options options;
    options.timeouts.write = 100ms;
    options.timeouts.stop = patience;
    test_server server{options};
    server.routes.add(http::method::get, "/huge", [](const request&, const path_parameters&, responder answer) {
        answer({200, {}, std::string(64 * 1024 * 1024, 'x')}); // more than any socket buffers
    });
    raw_connection connection{server.start()};
    connection.send("GET /huge HTTP/1.1\r\nHost: a\r\n\r\n");
    connection.receive_until("\r\n\r\n"); // and nothing more is read
    const auto start = clock_type::now();
    while (!server.logged("the answer was not taken") && clock_type::now() - start < patience)
        std::this_thread::yield();
    CHECK(server.logged("the answer was not taken"));
    CHECK(http_client{server.port()}.get("/hello").status == 200);
}

TEST_CASE("a large answer that is read slowly arrives whole", "[http]") {
    test_server server;
    const std::string body(8 * 1024 * 1024, 'x');
    server.routes.add(http::method::get, "/large", [&](const request&, const path_parameters&, responder answer) {
        answer({200, {}, body});
    });
    http_client client{server.start()};
    for (int index = 0; index < 3; ++index)
        CHECK(client.get("/large").body == body);
    CHECK(client.connections() == 1);
}

TEST_CASE("a body of a known length ends where it says, whatever comes behind it", "[http]") {
    test_server server;
    raw_connection connection{server.start()};
    connection.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n<");
    connection.send("body>" + ask_hello.substr(0, 5));
    connection.send(ask_hello.substr(5));
    connection.finish_sending();
    const auto all = connection.receive_all();
    CHECK(all.find("\r\n\r\n<body>HTTP/1.1 200 OK") != std::string::npos);
    CHECK(all.ends_with("hello"));
}

TEST_CASE("stopping ends many idle connections at once", "[http]") {
    test_server server;
    const auto port = server.start();
    std::vector<std::unique_ptr<raw_connection>> idle;
    for (int index = 0; index < 100; ++index) {
        idle.push_back(std::make_unique<raw_connection>(port));
        idle.back()->send(ask_hello);
        REQUIRE(idle.back()->receive_until("hello").ends_with("hello"));
    }
    server.stop();
    CHECK_FALSE(server.logged("stopped with requests still under way"));
    for (const auto& each : idle)
        CHECK(each->receive_all().empty());
}
