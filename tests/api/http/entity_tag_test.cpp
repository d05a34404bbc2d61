#include "api/http/entity_tag.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

using namespace sluice;
using namespace sluice::http;

namespace {

request asking(method verb, const char* name, const char* value) {
    request asked;
    asked.verb = verb;
    asked.headers.add(name, value);
    return asked;
}

} // namespace

TEST_CASE("a list of entity tags is read with its weak ones and commas inside quotes", "[http]") {
    const auto list = parse_entity_tags(R"("7", W/"a,b" ,"")", "If-Match").value();
    CHECK(list.tags == std::vector<entity_tag>{{"7", false}, {"a,b", true}, {"", false}});
    CHECK(parse_entity_tags(" * ", "If-Match")->any);
}

TEST_CASE("what is no list of entity tags is refused with the header as its place", "[http]") {
    for (const char* value : {"", "7", "\"7", "7\"", "\"7\" \"8\"", "\"7\",", ",\"7\"", "w/\"7\"", "W/ \"7\"",
                              "*, \"7\"", "\"a b\"", "\"a\tb\""}) {
        INFO(value);
        const auto read = parse_entity_tags(value, "If-Match");
        REQUIRE(read.has_error());
        CHECK(read.error().reason == reason::malformed_request);
        CHECK(read.error().place == "If-Match");
    }
    std::string many = "\"0\"";
    for (int index = 0; index < 100; ++index)
        many += ",\"0\"";
    CHECK(parse_entity_tags(many, "If-Match").has_error());
}

TEST_CASE("a change needs If-Match, and the version that is there now", "[http]") {
    CHECK(require_match({}, "7").error().reason == reason::version_required);
    CHECK(require_match(asking(method::put, "If-Match", "\"6\""), "7").error().reason == reason::version_conflict);
    CHECK(require_match(asking(method::put, "If-Match", "W/\"7\""), "7").error().reason == reason::version_conflict);
    CHECK(require_match(asking(method::put, "If-Match", "7"), "7").error().reason == reason::malformed_request);
    CHECK(require_match(asking(method::put, "If-Match", "\"6\", \"7\""), "7").has_value());
    CHECK(require_match(asking(method::put, "If-Match", "*"), "7").has_value());
}

TEST_CASE("a GET for what the client has already is 304 without a body", "[http]") {
    for (const char* value : {"\"7\"", "W/\"7\"", "\"6\", \"7\"", "*"}) {
        const auto answer = with_tag(asking(method::get, "If-None-Match", value), json_response(200, {{"a", 1}}), "7");
        CHECK(answer.status == 304);
        CHECK(answer.body.empty());
        CHECK(answer.headers.first("ETag") == "\"7\"");
        CHECK_FALSE(answer.headers.contains("Content-Type"));
    }
    CHECK(with_tag(asking(method::head, "If-None-Match", "\"7\""), {}, "7").status == 304);
}

TEST_CASE("any other answer stays as it is, with its tag", "[http]") {
    CHECK(with_tag(asking(method::get, "If-None-Match", "\"6\""), {}, "7").status == 200);
    CHECK(with_tag(asking(method::get, "If-None-Match", "7"), {}, "7").status == 200);
    CHECK(with_tag(asking(method::post, "If-None-Match", "\"7\""), {}, "7").status == 200);
    CHECK(with_tag(asking(method::get, "If-None-Match", "\"7\""), {404, {}, ""}, "7").status == 404);
    CHECK(with_tag({}, {}, "7").headers.first("etag") == "\"7\"");
    CHECK_THROWS_AS(quote_tag("a\"b"), std::invalid_argument);
}
