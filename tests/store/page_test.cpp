#include "engine/store/page.hpp"

#include <catch2/catch_test_macros.hpp>

#include <limits>

using namespace sluice;
using namespace sluice::store;

TEST_CASE("a cursor survives its way through a link") {
    const cursor all{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(), "编号",
                     "a\nb"};
    CHECK(parse_cursor(to_text(all)).value() == all);
    CHECK(parse_cursor(to_text(cursor{})).value() == cursor{});
}

TEST_CASE("what is no cursor is refused") {
    const std::string good = to_text({1, 2, "id", ""});
    for (const std::string& bad :
         {std::string{}, std::string{"abc"}, std::string{"zz"}, std::string{"5b5d"}, good.substr(2), good + "00",
          std::string(5'000, 'a'), std::string{"[1,2,\"a\",\"\"]"}}) {
        CAPTURE(bad);
        const result<cursor> read = parse_cursor(bad);
        REQUIRE(read.has_error());
        CHECK(read.error().reason == reason::malformed_request);
        CHECK(read.error().place == "cursor");
    }
}
