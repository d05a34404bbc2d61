#include "api/http/media_type.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>

using namespace sluice;
using namespace sluice::http;

namespace {

request of_type(const char* type) {
    request asked;
    asked.headers.add("Content-Type", type);
    return asked;
}

} // namespace

TEST_CASE("a media type is read with its parameters", "[http]") {
    const auto read = parse_media_type(R"(Multipart/Form-Data; Boundary="a;\"b" ; charset=UTF-8)").value();
    CHECK(read.essence() == "multipart/form-data");
    CHECK(read.parameter("boundary") == "a;\"b");
    CHECK(read.parameter("charset") == "UTF-8");
    CHECK_FALSE(read.parameter("q"));
    for (const char* malformed : {"", "text", "text/", "/plain", "te xt/plain", "text/plain; charset",
                                  "text/plain; a=b; A=c", "text/plain; a=\"b", "text/plain; a=b c", "text/plain/x"}) {
        INFO(malformed);
        CHECK_FALSE(parse_media_type(malformed));
    }
}

TEST_CASE("a body that is not JSON in UTF-8 is refused where JSON is wanted", "[http]") {
    CHECK(require_json(of_type("application/json")).has_value());
    CHECK(require_json(of_type("Application/JSON; charset=\"utf-8\"")).has_value());
    for (const char* other :
         {"text/plain", "application/json; charset=gbk", "application/merge-patch+json", "json", ""}) {
        INFO(other);
        REQUIRE(require_json(of_type(other)).has_error());
        CHECK(require_json(of_type(other)).error().reason == reason::unsupported_media_type);
    }
    CHECK(require_json({}).error().reason == reason::unsupported_media_type);
    auto doubled = of_type("application/json");
    doubled.headers.add("content-type", "application/json");
    CHECK(require_json(doubled).error().reason == reason::malformed_request);
}

TEST_CASE("the answer has the type that Accept likes best, the server's first in doubt", "[http]") {
    constexpr std::array<std::string_view, 2> offered{"application/json", "text/csv"};
    for (const char* accept :
         {"", "*/*", "application/*", "text/csv;q=0.5, application/json", "text/csv, application/json",
          "text/html, */*;q=0.1", "*/*, text/csv;q=0", "APPLICATION/JSON"}) {
        INFO(accept);
        CHECK(preferred_media_type(accept, offered) == "application/json");
    }
    for (const char* accept : {"text/csv", "text/*", "*/*;q=0.5, text/csv", "application/json;q=0, */*",
                               "application/json;q=0.5, text/*;q=0.7"}) {
        INFO(accept);
        CHECK(preferred_media_type(accept, offered) == "text/csv");
    }
    for (const char* accept : {"text/html", "*/*;q=0", "nonsense", "text/csv;q=7"}) {
        INFO(accept);
        CHECK_FALSE(preferred_media_type(accept, offered));
    }
}
