#include "api/http/fields.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::http;

TEST_CASE("fields are found in any case, the first of several first", "[http]") {
    const fields headers{{"Accept", "a"}, {"X-Note", "n"}, {"ACCEPT", "b"}};
    CHECK(headers.first("accept") == "a");
    CHECK(headers.joined("aCCept") == "a, b");
    CHECK(headers.count("Accept") == 2);
    CHECK_FALSE(headers.first("Accep"));
    CHECK(headers.joined("Host").empty());
}

TEST_CASE("a field that may stand only once is refused when it stands twice", "[http]") {
    const fields headers{{"Authorization", "a"}, {"authorization", "a"}, {"X-Note", "n"}};
    CHECK(headers.one("Authorization").error().reason == reason::malformed_request);
    CHECK(headers.one("Authorization").error().place == "Authorization");
    CHECK(headers.one("x-note").value() == "n");
    CHECK_FALSE(headers.one("Host").value());
}

TEST_CASE("setting a field replaces all of that name", "[http]") {
    fields headers{{"Vary", "a"}, {"vary", "b"}};
    headers.set("VARY", "c");
    CHECK(headers.count("vary") == 1);
    CHECK(headers.first("vary") == "c");
    headers.remove("vary");
    CHECK(headers.size() == 0);
}
