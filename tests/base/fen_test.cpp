#include "engine/base/fen.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>
#include <stdexcept>

using namespace sluice;

TEST_CASE("an amount is read exactly and written back the same", "[fen]") {
    for (const char* written : {"0.00", "0.01", "9.99", "150000.00", "89999999999.99"})
        CHECK(to_yuan(parse_yuan(written).value()) == written);
    CHECK(parse_yuan("150000.00").value() == fen{15'000'000});
    CHECK(to_yuan(fen{-5}) == "-0.05");
    CHECK(to_yuan(fen{std::numeric_limits<std::int64_t>::min()}) == "-92233720368547758.08");
}

TEST_CASE("anything that is not digits with two places is refused", "[fen]") {
    for (const char* written : {"", ".", "1", "1.0", "1.000", "-1.00", "+1.00", "01.00", " 1.00", "1.00 ", "1e3.00",
                                "１.00", "1,000.00", "90000000000.01", "99999999999999.00", ".50"})
        CHECK(parse_yuan(written).error().reason == reason::amount_invalid);
}

TEST_CASE("money in JSON is an amount in CNY and nothing else", "[fen]") {
    CHECK(money_from_json(json::parse(R"({"amount":"12.34","currency":"CNY"})"), "").value() == fen{1234});
    for (const char* written :
         {R"({"amount":12.34,"currency":"CNY"})", R"({"amount":"12.34","currency":"USD"})", R"({"amount":"12.34"})",
          R"({"amount":"12.34","currency":"CNY","note":1})", R"("12.34")", "null"}) {
        const auto read = money_from_json(json::parse(written), "/amount");
        REQUIRE(read.has_error());
        CHECK(read.error().place == "/amount");
    }
}

TEST_CASE("a sum beyond 64 bits throws and never wraps", "[fen]") {
    const fen most{std::numeric_limits<std::int64_t>::max()};
    CHECK_THROWS_AS(most + fen{1}, std::overflow_error);
    CHECK_THROWS_AS(fen{-2} - most, std::overflow_error);
}
