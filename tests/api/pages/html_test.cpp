#include "api/pages/html.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::pages;

TEST_CASE("text cannot become markup, in a tag's content or in an attribute", "[pages]") {
    CHECK(escape("") == "");
    CHECK(escape("项目 A") == "项目 A");
    CHECK(escape("<script>alert(\"1\" + '2') & more</script>") ==
          "&lt;script&gt;alert(&quot;1&quot; + &#39;2&#39;) &amp; more&lt;/script&gt;");
    CHECK(escape("&amp;") == "&amp;amp;");
}

TEST_CASE("a page names its language, its title and the same page in the other language", "[pages]") {
    const auto html = to_html({language::zh, "公示 <1>", "/v1/notices?language=en&x=\"", "<p>正文</p>"});
    CHECK(html.starts_with("<!doctype html>"));
    CHECK(html.find("<html lang=\"zh-CN\">") != html.npos);
    CHECK(html.find("<title>公示 &lt;1&gt;</title>") != html.npos);
    CHECK(html.find("href=\"/v1/notices?language=en&amp;x=&quot;\"") != html.npos);
    CHECK(html.find("<p>正文</p>") != html.npos);
    CHECK(html.find("charset=\"utf-8\"") != html.npos);
    CHECK(html.find("<script") == html.npos);
}

TEST_CASE("the policy lets nothing run and names the one style", "[pages]") {
    const auto& policy = content_security_policy();
    CHECK(policy.find("default-src 'none'") != policy.npos);
    CHECK(policy.find("unsafe") == policy.npos);
    CHECK(policy.find("frame-ancestors 'none'") != policy.npos);
}
