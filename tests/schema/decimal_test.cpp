#include "engine/schema/canonical.hpp"
#include "engine/schema/decimal.hpp"

#include <catch2/catch_test_macros.hpp>

#include <iostream>
#include <random>

using namespace sluice;
using namespace sluice::schema;

namespace {

decimal number(const char* written) {
    return to_decimal(json::parse(written));
}

bool multiple(const char* left, const char* right) {
    return is_multiple(number(left), number(right));
}

} // namespace

TEST_CASE("a number is the decimal that was written", "[decimal]") {
    CHECK(number("19.99") == decimal{false, 1999, -2});
    CHECK(number("1.0") == number("1"));
    CHECK(number("-0.0") == number("0"));
    CHECK(number("1e300") == decimal{false, 1, 300});
    CHECK(number("-9223372036854775808") == decimal{true, 9223372036854775808U, 0});
    CHECK(number("18446744073709551615") == decimal{false, 18446744073709551615U, 0});
    CHECK(is_whole(number("5.0")));
    CHECK_FALSE(is_whole(number("5.5")));
}

TEST_CASE("multiples are exact", "[decimal]") {
    CHECK(multiple("19.99", "0.01"));
    CHECK(multiple("0.3", "0.1"));
    CHECK(multiple("4.35", "0.05"));
    CHECK_FALSE(multiple("19.999", "0.01"));
    CHECK(multiple("0.0075", "0.0001"));
    CHECK_FALSE(multiple("0.00751", "0.0001"));
    CHECK(multiple("1e308", "0.5"));
    CHECK_FALSE(multiple("1e308", "0.123456789"));
    CHECK(multiple("-6", "3"));
    CHECK(multiple("0", "1e300"));
    CHECK_FALSE(multiple("5", "1e300"));
    CHECK_FALSE(multiple("1e-300", "7"));
    CHECK(multiple("9007199254740993", "3"));
    CHECK(multiple("12345678901234567", "1e0"));
    CHECK(multiple("12391239123", "1e-8"));
}

TEST_CASE("numbers compare exactly where doubles would not", "[decimal]") {
    CHECK(number("9007199254740993") > number("9007199254740992.0"));
    CHECK(number("0.1") < number("0.10000000000000002"));
    CHECK(number("-1") < number("0"));
    CHECK(number("-2") < number("-1"));
    CHECK(number("1e-300") > number("0"));
    CHECK(number("-1e300") < number("1e-300"));
    CHECK(number("18446744073709551615") < number("1e20"));
    CHECK(number("18446744073709551615") > number("0.1"));
}

TEST_CASE("comparison and multiples agree with integers", "[decimal]") {
    const auto seed = std::random_device{}();
    std::cout << "decimal_test seed " << seed << '\n';
    std::mt19937_64 random{seed};
    for (int i = 0; i < 5'000; ++i) {
        const auto left = static_cast<std::int64_t>(random()) >> (random() % 60);
        const auto right = static_cast<std::int64_t>(random()) >> (random() % 60);
        INFO(left << " and " << right);
        CHECK((to_decimal(left) <=> to_decimal(right)) == (left <=> right));
        if (right != 0) {
            const bool divides = right == -1 || left % right == 0;
            CHECK(is_multiple(to_decimal(left), to_decimal(right)) == divides);
        }
    }
}

TEST_CASE("equal values and only those have one canonical text", "[canonical]") {
    const auto text = [](const char* written) { return canonical(json::parse(written)); };
    CHECK(text("1") == text("1.0"));
    CHECK(text("[1, {\"a\": 2, \"b\": 3}]") == text("[1e0, {\"b\": 3, \"a\": 2.0}]"));
    const std::vector<const char*> different{"1",
                                             "true",
                                             "\"1\"",
                                             "[1]",
                                             "{\"a\":1}",
                                             "null",
                                             "0",
                                             "false",
                                             "\"\"",
                                             "[]",
                                             "{}",
                                             "[[]]",
                                             "[1,2]",
                                             "[\"1\",2]",
                                             "\"1,2\"",
                                             "[12]",
                                             "{\"a\":{}}",
                                             "\"n\"",
                                             "[null]",
                                             "\"[null]\"",
                                             "{\"a1\":1}",
                                             "[\"a\",1]",
                                             "9007199254740993",
                                             "9007199254740992"};
    for (std::size_t i = 0; i < different.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            INFO(different[i] << " and " << different[j]);
            CHECK(text(different[i]) != text(different[j]));
        }
}
