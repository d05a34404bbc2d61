#include "api/http/percent.hpp"
#include "api/http/query.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::http;

TEST_CASE("a query is read in order with its duplicates", "[http]") {
    const auto query = parse_query("b=2&a=1&b=3&&c&d==&e=a%2Bb+c&%E6%B8%A0=%F0%9F%92%A7").value();
    CHECK(query.size() == 7);
    CHECK(query.begin()->first == "b");
    CHECK(query.all("b") == std::vector<std::string_view>{"2", "3"});
    CHECK(query.first("c") == "");
    CHECK(query.first("d") == "=");
    CHECK(query.first("e") == "a+b c");
    CHECK(query.first("渠") == "💧");
    CHECK_FALSE(query.first("B"));
    CHECK(query.one("a").value() == "1");
    CHECK(query.one("b").error().place == "b");
    CHECK_FALSE(query.one("f").value());
    CHECK(parse_query("")->size() == 0);
}

TEST_CASE("a query with a bad escape or bytes that are no text is refused", "[http]") {
    for (const char* query :
         {"a=%", "a=%4", "a=%4g", "%zz=1", "a=%00", "a=%0a", "a=%7f", "a=%ff", "a=%c3", "a=%c0%80", "a=%ed%a0%80",
          "a=%e2%82", "a=%f5%80%80%80", "a=%f4%90%80%80", "a=%f0%80%80%80", "a=%e0%80%80", "a=%c3%28"}) {
        INFO(query);
        REQUIRE(parse_query(query).has_error());
        CHECK(parse_query(query).error().reason == reason::malformed_request);
    }
}

TEST_CASE("a query of too many parameters is refused", "[http]") {
    std::string query = "a";
    for (std::size_t index = 1; index < query_parameters_max; ++index)
        query += "&a";
    CHECK(parse_query(query).has_value());
    CHECK(parse_query(query + "&a").has_error());
}

TEST_CASE("percent-encoding is undone by decoding", "[http]") {
    const std::string plain = "a/b?c=d&e+f g%h~渠";
    CHECK(percent_encode(plain) == "a%2Fb%3Fc%3Dd%26e%2Bf%20g%25h~%E6%B8%A0");
    CHECK(percent_decode(percent_encode(plain), plus_sign::itself) == plain);
    CHECK(percent_decode("a+b", plus_sign::itself) == "a+b");
    CHECK(percent_decode("a+b", plus_sign::space) == "a b");
}
