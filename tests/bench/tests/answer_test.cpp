#include "tests/bench/load/answer.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice::bench;

namespace {

constexpr std::string_view whole = "HTTP/1.1 200 OK\r\nDate: today\r\netag: \"7\"\r\nContent-Length: 13\r\n\r\n"
                                   "{\"id\":\"a-b-c\"";

} // namespace

TEST_CASE("an answer is complete with its last byte, and not before") {
    for (std::size_t bytes = 0; bytes < whole.size(); ++bytes) {
        INFO(bytes);
        CHECK_FALSE(first_answer(whole.substr(0, bytes)).has_value());
    }
    const auto found = first_answer(whole);
    REQUIRE(found.has_value());
    CHECK(found->bytes == whole.size());
    CHECK(found->content.status == 200);
    CHECK(found->content.body == "{\"id\":\"a-b-c\"");
    CHECK(found->content.header("ETag") == "\"7\"");
    CHECK(found->content.header("Content-Type").empty());
    CHECK_FALSE(found->content.closes);
    CHECK(revision_of(found->content) == 7);
}

TEST_CASE("what comes after an answer is not part of it") {
    const std::string two = std::string{whole} + "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
    const auto first = first_answer(two);
    REQUIRE(first.has_value());
    CHECK(first->bytes == whole.size());
    const auto second = first_answer(std::string_view{two}.substr(first->bytes));
    REQUIRE(second.has_value());
    CHECK(second->content.status == 204);
    CHECK(second->content.body.empty());
    CHECK(second->content.closes);
}

TEST_CASE("what is no answer is told from one that is not complete") {
    CHECK_THROWS_AS(first_answer("HTTP/1.1 xyz\r\n\r\n"), wrong_answer);
    CHECK_THROWS_AS(first_answer("SSH-2.0-OpenSSH\r\n\r\n"), wrong_answer);
    CHECK_THROWS_AS(first_answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"), wrong_answer);
    CHECK_THROWS_AS(first_answer("HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"), wrong_answer);
    CHECK_THROWS_AS(first_answer(std::string(20'000, 'x')), wrong_answer);
}

TEST_CASE("each check catches the wrong answer and lets the right one pass") {
    const auto given = first_answer(whole)->content;
    CHECK_NOTHROW(expect_status(given, 200));
    CHECK_THROWS_AS(expect_status(given, 201), wrong_answer);
    CHECK_NOTHROW(expect_text(given, R"("id":"a-b-c")"));
    CHECK_THROWS_AS(expect_text(given, R"("id":"a-b-d")"), wrong_answer);
    answer untagged = given;
    untagged.head = "HTTP/1.1 200 OK\r\nETag: \"7a\"\r\n\r\n";
    CHECK_THROWS_AS(revision_of(untagged), wrong_answer);
    untagged.head = "HTTP/1.1 200 OK\r\n\r\n";
    CHECK_THROWS_AS(revision_of(untagged), wrong_answer);
    answer listed = given;
    listed.body = R"({"items":[{"a":1},{"a":1},{"a":1}]})";
    CHECK(occurrences(listed, R"("a":)") == 3);
    CHECK(occurrences(listed, R"("b":)") == 0);
}
