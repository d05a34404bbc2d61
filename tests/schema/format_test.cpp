#include "engine/schema/format.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

using namespace sluice::schema;

namespace {

bool is(std::string_view name, std::string_view written) {
    const auto* wanted = find_format(name);
    REQUIRE(wanted != nullptr);
    return wanted->matches(written);
}

} // namespace

TEST_CASE("every format is known by its name and explains itself", "[format]") {
    for (const auto name : format_names()) {
        INFO(name);
        const auto* found = find_format(name);
        REQUIRE(found != nullptr);
        CHECK_FALSE(found->expected.zh.empty());
        CHECK_FALSE(found->expected.en.empty());
        CHECK_FALSE(found->matches(name == "regex" ? "(" : "{no \\sense \xE4\xB8\xAD"));
    }
    CHECK(find_format("phone") == nullptr);
}

// The public test suite covers the standard formats (tests/conformance/json_schema); here is what it leaves out.
TEST_CASE("formats beyond the public suite", "[format]") {
    CHECK(is("uscc", "91330784597215142M"));
    CHECK(is("uscc", "91330784MA2EEJ1T50"));
    CHECK_FALSE(is("uscc", "91350100M000100Y4Z"));
    CHECK_FALSE(is("uscc", "9133078459721514M"));
    CHECK(is("ipv6", "2001:db8::7"));
    CHECK_FALSE(is("ipv6", "2001:db8:::7"));
    CHECK(is("date", "2028-02-29"));
    CHECK_FALSE(is("date-time", "2026-03-02 09:30:00Z"));
    CHECK(is("email", "name@mail.example.cn"));
    CHECK_FALSE(is("email", fmt::format("name@{:a>64}.cn", "")));
    CHECK_FALSE(is("email", "name@-example.cn"));
    CHECK_FALSE(is("email", fmt::format("{:a>65}@example.cn", "")));
    CHECK_FALSE(is("email", "\"a\\\"@example.cn"));
    CHECK(is("uri", "http://[2001:db8::7]:8080/a"));
    CHECK_FALSE(is("uri", "http://user@example.com:80x/"));
    CHECK_FALSE(is("uri", "http://[::1]:x/"));
    CHECK(is("uri", "http://a:b@example.com/"));
}

TEST_CASE("names of hosts in any script follow their rules", "[format]") {
    CHECK(is("idn-hostname", "例子.中国"));
    CHECK(is("idn-hostname", "例子。中国"));
    CHECK(is("hostname", "xn--fsqu00a.xn--fiqs8s"));
    CHECK_FALSE(is("hostname", "例子.中国"));
    CHECK_FALSE(is("hostname", "example."));
    CHECK_FALSE(is("hostname", "xn--X"));
    CHECK(is("idn-hostname", fmt::format("{}.cn", "实")));
    std::string too_long;
    for (int i = 0; i < 60; ++i)
        too_long += "实";
    CHECK_FALSE(is("idn-hostname", too_long));
    CHECK(is("idn-email", "姓名@例子.中国"));
    CHECK_FALSE(is("email", "姓名@例子.中国"));
    CHECK_FALSE(is("idn-hostname", "\xE4\xB8"));
}

TEST_CASE("addresses, templates and pointers are told apart", "[format]") {
    CHECK(is("iri", "https://例子.中国/路径?问=答"));
    CHECK_FALSE(is("uri", "https://例子.中国/路径"));
    CHECK(is("uri-reference", "../a?b#c"));
    CHECK_FALSE(is("uri-reference", "\\\\a\\b"));
    CHECK(is("uri-template", "/a/{id}{?page,size:3,sort*}"));
    for (const char* wrong : {"/a/{id", "/a/}", "/a/{!id}", "/a/{}", "/a/{a,}", "/a/{a:0}", "/a b", "/a/%zz"})
        CHECK_FALSE(is("uri-template", wrong));
    CHECK(is("json-pointer", "/a~1b/0"));
    CHECK_FALSE(is("json-pointer", "a"));
    CHECK_FALSE(is("json-pointer", "/~2"));
    CHECK(is("relative-json-pointer", "10/a"));
    CHECK_FALSE(is("relative-json-pointer", "01#"));
}
