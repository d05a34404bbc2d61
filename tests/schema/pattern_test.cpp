#include "engine/schema/pattern.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::schema;

namespace {

bool matches(std::string_view written, std::string_view text) {
    INFO(written);
    const auto compiled = pattern::compile(written);
    REQUIRE(compiled.has_value());
    return compiled->matches(text);
}

} // namespace

TEST_CASE("patterns follow ECMA-262", "[pattern]") {
    CHECK(matches("a+", "xxaayy"));
    CHECK(matches("^\\p{Letter}+$", "Köln中"));
    CHECK_FALSE(matches("^\\p{Letter}+$", "a1"));
    CHECK(matches("^\\p{Script=Han}+$", "渠成"));
    CHECK(matches("^\\P{L}+$", "123"));
    CHECK(matches("^[\\u4e00-\\u9fff]{2,4}$", "渠成"));
    CHECK_FALSE(matches("^[\\u4e00-\\u9fff]{2,4}$", "Sluice"));
    CHECK(matches("^\\u{1F600}\\uD83D\\uDE00$", "😀😀"));
    CHECK(matches("^\\d{3}-\\d{4}$", "555-1212"));
    CHECK_FALSE(matches("^\\d$", "৪"));
    CHECK_FALSE(matches("^\\w$", "é"));
    CHECK(matches("^\\s$", "\xC2\xA0"));
    CHECK(matches("^[\\s]$", "\xEF\xBB\xBF"));
    CHECK(matches("^\\cI$", "\t"));
    CHECK(matches("^\\x41\\/[\\b]$", "A/\b"));
    CHECK(matches("^(?<year>\\d{4})$", "2026"));
    CHECK(matches("^[[:]$", ":"));
    CHECK_FALSE(matches("^abc$", "abc\n"));
    CHECK_FALSE(matches("^.$", "\r"));
    CHECK(matches("^a.c$", "a中c"));
}

TEST_CASE("what cannot be matched in linear time, or is no pattern, is refused", "[pattern]") {
    for (const char* written : {"(?=a)",
                                "(?!a)",
                                "(?<=a)",
                                "(?<!a)",
                                "(a)\\1",
                                "\\k<name>",
                                "a{1,5000}",
                                "(",
                                "[a",
                                "a**",
                                "\\",
                                "\\A",
                                "\\Z",
                                "\\a",
                                "\\Qa\\E",
                                "(?i)a",
                                "\\x4",
                                "\\u12",
                                "\\u{}",
                                "\\c1",
                                "\\p{Nonsense}",
                                "\\pL",
                                "((a{1,100}){1,100}){1,100}"}) {
        INFO(written);
        const auto compiled = pattern::compile(written);
        REQUIRE(compiled.has_error());
        CHECK(compiled.error().reason == reason::definition_invalid);
    }
}

TEST_CASE("a pattern that ruins backtracking matchers is just a pattern", "[pattern]") {
    const std::string text(26'000, 'a');
    CHECK_FALSE(matches("^(a+)+$", text + "!"));
    CHECK(matches("^[a-z ]*$", text));
}
