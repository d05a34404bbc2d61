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
    for (const char* name : {"date", "date-time", "time", "duration", "email", "ipv4", "ipv6", "uri", "uuid", "uscc"}) {
        INFO(name);
        const auto* found = find_format(name);
        REQUIRE(found != nullptr);
        CHECK_FALSE(found->expected.zh.empty());
        CHECK_FALSE(found->expected.en.empty());
        CHECK_FALSE(found->matches(""));
        CHECK_FALSE(found->matches("nonsense \xE4\xB8\xAD"));
    }
    CHECK(find_format("regex") == nullptr);
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
