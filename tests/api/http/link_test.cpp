#include "api/http/link.hpp"

#include <catch2/catch_test_macros.hpp>

#include <array>
#include <stdexcept>

using namespace sluice;
using namespace sluice::http;

TEST_CASE("a link to another page keeps the query and changes the cursor", "[http]") {
    request asked;
    asked.path = "/v1/applications";
    asked.query = parse_query("state=paid&cursor=old&state=%E5%85%AC%E7%A4%BA").value();
    const std::array links{page_link(asked, "next", "a/b=="), page_link(asked, "prev", "c")};
    CHECK(link_header(links) ==
          "</v1/applications?state=paid&state=%E5%85%AC%E7%A4%BA&cursor=a%2Fb%3D%3D>; rel=\"next\", "
          "</v1/applications?state=paid&state=%E5%85%AC%E7%A4%BA&cursor=c>; rel=\"prev\"");
    CHECK(link_header({}).empty());
}

TEST_CASE("what could break out of a link is a mistake in the program", "[http]") {
    for (const web_link& broken :
         {web_link{"/a>b", "next"}, web_link{"/a b", "next"}, web_link{"", "next"}, web_link{"/a", "ne\"xt"}}) {
        const std::array links{broken};
        CHECK_THROWS_AS(link_header(links), std::invalid_argument);
    }
}
