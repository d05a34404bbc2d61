#include "engine/base/digest.hpp"

#include <catch2/catch_test_macros.hpp>

#include <stdexcept>

using namespace sluice;

TEST_CASE("the digests give the published values of abc", "[digest]") {
    CHECK(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sm3("abc")) == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0");
    CHECK(digest_from_hex(to_hex(sha256("abc"))) == sha256("abc"));
    CHECK_THROWS_AS(digest_from_hex("66"), std::invalid_argument);
}

TEST_CASE("comparison in constant time still compares", "[digest]") {
    CHECK(equal_in_constant_time("token", "token"));
    CHECK_FALSE(equal_in_constant_time("token", "tokem"));
    CHECK_FALSE(equal_in_constant_time("token", "tokens"));
}
