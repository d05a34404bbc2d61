// Public notices: what everybody can read, in each form.

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"
#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <set>

using namespace sluice;
using namespace sluice::test;

namespace {

std::string published(dream_fund& bureau, const std::string& title, const std::string& person = "ada") {
    const auto application = bureau.to_be_decided({{"project", {{"title", title}}}}, person);
    bureau.take("dora", application, "approve", {{"opinion", "同意"}});
    return application;
}

std::string notice_of(dream_fund& bureau, const std::string& application) {
    return bureau.seen(application).at("notices").at(0).at("id");
}

http_answer read(dream_fund& bureau, const std::string& target, const std::string& accept,
                 const std::string& language = "en") {
    return bureau.send("", "GET", target, {{"Accept", accept}, {"Accept-Language", language}}, "");
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

void wait(dream_fund& bureau, std::string_view delay) {
    const auto days = service::read_calendars("workflows/calendars");
    bureau.move_to(calendar::deadline(bureau.now(), calendar::parse_delay(delay).value(), days).value());
}

std::vector<std::string> titles(dream_fund& bureau, const std::string& query) {
    std::vector<std::string> found;
    std::string cursor;
    for (int pages = 0; pages < 50; ++pages) {
        const auto page =
            bureau.get("", "/v1/notices?limit=2" + query + (cursor.empty() ? "" : "&cursor=" + cursor)).data();
        for (const auto& each : page.at("items"))
            found.push_back(each.at("title"));
        if (!page.contains("next")) return found;
        cursor = page.at("next");
    }
    FAIL("the list has no end");
    return found;
}

} // namespace

TEST_CASE("notices are listed newest first, by programme, round and status, with their outcome", "[notices]") {
    dream_fund bureau;
    using list = std::vector<std::string>;
    for (const char* title : {"甲", "乙", "丙"}) {
        published(bureau, title);
        bureau.move_to(instant{bureau.now().milliseconds + 1'000});
    }
    const std::string programme = std::string{"&programme="} + dream_fund::programme;
    CHECK(titles(bureau, "") == list{"丙", "乙", "甲"});
    CHECK(titles(bureau, programme) == list{"丙", "乙", "甲"});
    CHECK(titles(bureau, "&round=" + bureau.round()) == list{"丙", "乙", "甲"});
    CHECK(titles(bureau, "&round=" + bureau.round() + "&programme=rd-reward-fund").empty());
    CHECK(titles(bureau, "&programme=rd-reward-fund").empty());
    CHECK(titles(bureau, "&status=open").size() == 3);
    CHECK(titles(bureau, "&status=closed").empty());

    wait(bureau, "7 working days");
    published(bureau, "丁", "ben");
    CHECK(titles(bureau, "&status=open") == list{"丁"});
    CHECK(titles(bureau, "&status=closed" + programme) == list{"丙", "乙", "甲"});
    CHECK(titles(bureau, "") == list{"丁", "丙", "乙", "甲"});
    const auto closed = bureau.get("", "/v1/notices?status=closed").data().at("items").at(0);
    CHECK(closed.at("status") == "confirmed");
    CHECK(closed.at("working_days_left").is_null());
    const auto open = bureau.get("", "/v1/notices?status=open").data().at("items").at(0);
    CHECK(open.at("working_days_left") == 7);
    CHECK(open.at("heading").at("zh") == "创业梦想基金拟立项项目公示");
}

TEST_CASE("an upheld notice stays listed with that outcome", "[notices]") {
    dream_fund bureau;
    const auto application = published(bureau, "甲");
    const json objection = {{"name", "王实名"}, {"contact", "wang@example.org"}, {"statement", "重复"}};
    REQUIRE(bureau.post("", "/v1/notices/" + notice_of(bureau, application) + "/objections", objection).status == 201);
    const auto suspended = bureau.get("", "/v1/notices?status=open").data().at("items").at(0);
    CHECK(suspended.at("status") == "suspended");
    CHECK(suspended.at("closes_at").is_null());
    bureau.take("oscar", application, "uphold_objection", {{"answer", "属实"}, {"outcome", "reject"}});
    const auto closed = bureau.get("", "/v1/notices?status=closed").data().at("items");
    REQUIRE(closed.size() == 1);
    CHECK(closed.at(0).at("status") == "upheld");
}

TEST_CASE("a browser gets a page, a spreadsheet its lines, a program JSON, and others are told what there is",
          "[notices]") {
    dream_fund bureau;
    const auto notice = "/v1/notices/" + notice_of(bureau, published(bureau, "智能检测终端"));
    const std::string browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    for (const auto& target : {std::string{"/v1/notices"}, notice}) {
        INFO(target);
        const auto page = read(bureau, target, browser);
        CHECK(page.status == 200);
        CHECK(page.header("Content-Type") == "text/html; charset=utf-8");
        CHECK(page.header("Content-Language") == "en");
        CHECK(has(page.header("Vary").value_or(""), "Accept-Language"));
        const auto policy = page.header("Content-Security-Policy").value_or("");
        CHECK(has(policy, "default-src 'none'"));
        CHECK(has(policy, "style-src 'sha256-"));
        CHECK_FALSE(has(policy, "unsafe"));
        CHECK(has(page.body, "<!doctype html>"));
        CHECK(has(page.body, "<html lang=\"en\">"));
        CHECK(has(page.body, "智能检测终端"));
        CHECK(has(page.body, "永康星火智能科技有限公司"));
        CHECK_FALSE(has(page.body, "<script"));
        CHECK_FALSE(has(page.body, "style=\""));
        CHECK(has(read(bureau, target, browser, "zh-CN").body, "<html lang=\"zh-CN\">"));
        const std::string both = target + "?language=zh&format=html";
        CHECK(has(read(bureau, both, "application/json").body, "<html lang=\"zh-CN\">"));
        CHECK(read(bureau, target, "application/json").data().is_object());
        CHECK(read(bureau, target, "*/*").data().is_object());
        refused(bureau, {"", "GET", target, "", {{"Accept", "image/png"}}}, 406, reason::not_acceptable);
        const auto again = bureau.send(
            "", "GET", target,
            {{"Accept", browser}, {"Accept-Language", "en"}, {"If-None-Match", page.header("ETag").value()}}, "");
        CHECK(again.status == 304);
    }
    refused(bureau, {"", "GET", notice, "", {{"Accept", "text/csv"}}}, 406, reason::not_acceptable);
    const auto one = read(bureau, notice, browser);
    CHECK(has(one.body, "7 working days left after today"));
    CHECK(has(one.body, "How to object"));
    CHECK(has(one.body, "2026-03-19")); // the last day, and not the midnight after it
}

TEST_CASE("whatever was typed stays text on a page and harmless in a spreadsheet", "[notices]") {
    dream_fund bureau;
    const std::string nasty = "=HYPERLINK(\"http://x\",\"<script>alert('1')</script>\")&amp;";
    const auto notice = "/v1/notices/" + notice_of(bureau, published(bureau, nasty));
    for (const auto& target : {std::string{"/v1/notices"}, notice}) {
        const auto page = read(bureau, target, "text/html");
        CHECK_FALSE(has(page.body, "<script"));
        CHECK(has(
            page.body,
            "=HYPERLINK(&quot;http://x&quot;,&quot;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&quot;)&amp;amp;"));
    }
    const auto file = read(bureau, "/v1/notices", "text/csv");
    CHECK(file.status == 200);
    CHECK(has(file.header("Content-Type").value_or(""), "text/csv"));
    CHECK(has(file.header("Content-Disposition").value_or(""), "notices.csv"));
    CHECK(file.body.starts_with("number,project,"));
    CHECK(has(file.body, ",\"'=HYPERLINK(\"\"http://x\"\",\"\"<script>"));
    CHECK(has(file.body, "\r\n"));
    CHECK(file.body.ends_with("\r\n"));
    CHECK(has(file.body, ",200000.00,"));
    CHECK(has(read(bureau, "/v1/notices?format=csv&language=zh", "").body, "编号,项目,"));
}

TEST_CASE("pages lead from one to the next, and hold no personal data", "[notices]") {
    dream_fund bureau;
    const auto application = published(bureau, "联系 13800001111 或身份证 330784199001011234");
    published(bureau, "甲");
    published(bureau, "乙");
    const auto form = bureau.seen(application).at("form");
    std::set<std::string> seen;
    std::string target = "/v1/notices?limit=1&format=html&language=en";
    for (int pages = 0; pages < 3; ++pages) {
        const auto page = read(bureau, target, "text/html");
        REQUIRE(page.status == 200);
        for (const char* title : {"联系 *** 或身份证 ***", "甲</a>", "乙</a>"})
            if (has(page.body, title)) seen.insert(title);
        for (const std::string& personal : {std::string{"13800001111"}, std::string{"330784199001011234"},
                                            form.at("bank_account").at("number").get<std::string>(),
                                            form.at("contact").at("telephone").get<std::string>()})
            CHECK_FALSE(has(page.body, personal));
        CHECK(has(page.body, "Next page") == (pages < 2));
        const auto link = page.header("Link").value_or("");
        CHECK(link.empty() == (pages == 2));
        if (!link.empty()) target = link.substr(1, link.find('>') - 1);
    }
    CHECK(seen.size() == 3);
}
