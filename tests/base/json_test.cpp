#include "engine/base/json.hpp"

#include <catch2/catch_test_macros.hpp>

#include <string>

using namespace sluice;

TEST_CASE("ordinary JSON is read, and definitions keep the order of their keys", "[json]") {
    CHECK(parse_json(R"({"b":[1,-2.5,"é"],"a":null})").value().dump() == R"({"a":null,"b":[1,-2.5,"é"]})");
    CHECK(parse_ordered_json(R"({"b":{"d":1,"c":2},"a":true})").value().dump() == R"({"b":{"d":1,"c":2},"a":true})");
}

TEST_CASE("a fault is refused with its place", "[json]") {
    const auto place = [](std::string_view bytes) { return parse_json(bytes).error().place; };
    CHECK(place(R"({"a":{"b":1,"b":2}})") == "/a/b");
    CHECK(place("{\"a\":[0,\"x\\u0000\"]}") == "/a/1");
    CHECK(place(R"({"a":1e400})") == "/a");
    CHECK(place(R"({"a/b":18446744073709551615})") == "/a~1b");
    for (const std::string& bytes :
         std::initializer_list<std::string>{"", "{", "[1,]", "{} x", "\"\xff\"", "\"\xed\xa0\x80\"", "nul", "01", "NaN",
                                            std::string{"{}\0", 3}, std::string{"[1]\0 x", 6}})
        CHECK(parse_json(bytes).error().reason == reason::malformed_json);
}

TEST_CASE("depth and width are bounded", "[json]") {
    CHECK(parse_json(std::string(32, '[') + std::string(32, ']')).has_value());
    CHECK(parse_json(std::string(33, '[') + std::string(33, ']')).has_error());
    CHECK(parse_json(std::string(1'000'000, '[')).has_error());
    std::string wide = "{";
    for (int i = 0; i < 2'001; ++i)
        wide += (i ? ",\"" : "\"") + std::to_string(i) + "\":0";
    CHECK(parse_json(wide + "}").has_error());
}
