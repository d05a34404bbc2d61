#include "api/pages/notices.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::pages;

namespace {

json notice(const std::string& title, const std::string& organisation = "甲公司") {
    return {{"id", "01955984-d46d-723f-b9a2-d956be2ef088"},
            {"programme", "dream"},
            {"number", "CY-2026-000001-7K3Q"},
            {"heading", {{"zh", "公示"}, {"en", "Notice"}}},
            {"title", title},
            {"organisation", organisation},
            {"amount", {{"amount", "1234567.00"}, {"currency", "CNY"}}},
            {"opened_at", "2026-03-02T09:30:00+08:00"},
            {"closes_at", "2026-03-12T00:00:00+08:00"},
            {"status", "open"},
            {"working_days_left", 1}};
}

notice_list list_of(json items) {
    notice_list list;
    list.items = std::move(items);
    list.programmes["dream"] = {"梦想基金", "Dream fund"};
    return list;
}

std::string second_line(const std::string& title, const std::string& organisation = "甲公司") {
    const auto file = notices_to_csv(list_of(json::array({notice(title, organisation)})), language::en);
    return file.substr(file.find("\r\n") + 2);
}

} // namespace

TEST_CASE("a field that a spreadsheet would calculate begins with an apostrophe", "[pages]") {
    const std::string rest =
        ",甲公司,Dream fund,1234567.00,2026-03-02T09:30:00+08:00,2026-03-12T00:00:00+08:00,Open\r\n";
    CHECK(second_line("项目") == "CY-2026-000001-7K3Q,项目" + rest);
    CHECK(second_line("1+1=2") == "CY-2026-000001-7K3Q,1+1=2" + rest);
    for (const std::string start : {"=", "+", "-", "@", "＝", "＋", "－", "＠"})
        CHECK(second_line(start + "cmd") == "CY-2026-000001-7K3Q,'" + start + "cmd" + rest);
    CHECK(second_line("\tcmd") == "CY-2026-000001-7K3Q,'\tcmd" + rest);
}

TEST_CASE("commas, quotes and line breaks are quoted as RFC 4180 says", "[pages]") {
    CHECK(second_line("a,b").find(",\"a,b\",") != std::string::npos);
    CHECK(second_line("a\"b").find(",\"a\"\"b\",") != std::string::npos);
    CHECK(second_line("a\nb").find(",\"a\nb\",") != std::string::npos);
    CHECK_FALSE(notices_to_csv(list_of(json::array()), language::zh).starts_with("\xef\xbb\xbf"));
}

TEST_CASE("a page names the last day, and what is left after today", "[pages]") {
    const std::map<std::string, text> titles{{"dream", {"梦想基金", "Dream fund"}}};
    auto each = notice("项目");
    auto page = notice_to_html(each, titles, language::en);
    CHECK(page.find("Open until the end of 2026-03-11: 1 working day left after today.") != page.npos);
    CHECK(page.find("1,234,567.00") != page.npos);
    CHECK(page.find("Dream fund") != page.npos);
    each["status"] = "suspended";
    each["closes_at"] = nullptr;
    each["working_days_left"] = nullptr;
    page = notice_to_html(each, titles, language::zh);
    CHECK(page.find("公示期暂停计算") != page.npos);
    CHECK(page.find("如何提出异议") != page.npos);
    each["status"] = "upheld";
    each["closes_at"] = "2026-03-05T10:00:00+08:00";
    page = notice_to_html(each, titles, language::zh);
    CHECK(page.find("公示已于 2026-03-05 结束") != page.npos);
    CHECK(page.find("异议成立") != page.npos);
    CHECK(page.find("如何提出异议") == page.npos);
}

TEST_CASE("an empty list says so, and links keep what was filtered by", "[pages]") {
    auto list = list_of(json::array());
    list.programme = "dream";
    list.status = "closed";
    list.next = "5b&";
    list.first = false;
    const auto page = notices_to_html(list, language::en);
    CHECK(page.find("There is no such notice.") != page.npos);
    CHECK(page.find("/v1/notices?programme=dream&amp;status=closed&amp;language=en&amp;format=html&amp;cursor=5b%26") !=
          page.npos);
    CHECK(page.find("format=csv") != page.npos);
    CHECK(page.find("First page") != page.npos);
    CHECK(page.find("aria-current=\"true\">Over, with their outcome") != page.npos);
}
