#include "engine/verifier/place_index.hpp"

#include <catch2/catch_test_macros.hpp>

using sluice::verifier::place_index;

TEST_CASE("every value is found at the line and column of its name") {
    const place_index places{"{\n  \"a\": [1, {\"b~/c\": \"x\\\"y\"}],\n  \"d\": {}\n}"};
    CHECK(places.find("").line == 1);
    CHECK(places.find("/a").line == 2);
    CHECK(places.find("/a").column == 3);
    CHECK(places.find("/a/0").column == 9);
    CHECK(places.find("/a/1/b~0~1c").column == 13);
    CHECK(places.find("/d").line == 3);
}

TEST_CASE("a pointer that leads nowhere has the place of what is around it") {
    const place_index places{R"({"a": {"b": 1}})"};
    CHECK(places.find("/a/c/d").column == 2);
}
