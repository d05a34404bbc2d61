#include "engine/base/canonical_json.hpp"
#include "engine/base/json_writer.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>

namespace sluice {
namespace {

const json everything = {{"", "an empty name"},
                         {"text", "\"quoted\" \\ / \b\f\n\r\t \x01\x1f\x7f 渠成 \U0001F600"},
                         {"\"key\"\n", 1},
                         {"whole",
                          {0, -1, 30'000'000, std::numeric_limits<std::int64_t>::min(),
                           std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::uint64_t>::max()}},
                         {"broken", {0.1, -2.5e-300, 1e300, 0.30000000000000004, 5.0}},
                         {"truth", {true, false, nullptr}},
                         {"nested", {{"a", json::array()}, {"b", json::object()}, {"c", {{"d", {1, {{"e", "f"}}}}}}}}};

} // namespace

TEST_CASE("what was dumped reads back as json::parse reads it") {
    for (const auto& each :
         {everything, json::array(), json::object(), json("text"), json(7), json(nullptr), json(2.5)}) {
        const auto written = each.dump();
        const auto read = parse_canonical(written);
        CHECK(read == each);
        CHECK(read.type() == json::parse(written).type());
        CHECK(read.dump() == written);
    }
    CHECK(parse_canonical("[5]")[0].is_number_unsigned());
    CHECK(parse_canonical(R"({"b":1,"a":2,"b":3})") == json{{"a", 2}, {"b", 3}});
    CHECK(parse_canonical(std::string(5'000, ' ') + "\"" + std::string(100'000, 'x') + "\"") ==
          std::string(100'000, 'x'));
}

TEST_CASE("what is no JSON is an error") {
    for (const char* each : {"", "{", "[1", "{\"a\":}", "nul", "1 2", "\"\\q\"", "{} x"})
        CHECK_THROWS_AS(parse_canonical(each), std::invalid_argument);
}

TEST_CASE("a writer writes the bytes that dump writes") {
    CHECK(json_writer{}.tree(everything).text() == everything.dump());
    json_writer to;
    to.begin_object().member("flag", true).key("list").begin_array().value(1).value("two").value(nullptr);
    to.begin_object()
        .end_object()
        .end_array()
        .member("name", std::string{"渠\n"})
        .key("raw")
        .raw("{\"x\":1}")
        .end_object();
    CHECK(to.text() == R"({"flag":true,"list":[1,"two",null,{}],"name":"渠\n","raw":{"x":1}})");
    CHECK(json_writer{}.begin_object().key_of("a\"b").value(-5).end_object().text() == R"({"a\"b":-5})");
}

} // namespace sluice
