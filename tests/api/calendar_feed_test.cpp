// Deadlines for calendar programs.

#include "tests/api/casework.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;

namespace {

json opened(dream_fund& bureau, const std::string& person, const char* language = "zh") {
    const auto made = bureau.post(person, "/v1/calendar-feeds", {{"label", "手机"}, {"language", language}});
    REQUIRE(made.status == 201);
    return made.data();
}

std::size_t count(const std::string& text, const std::string& wanted) {
    std::size_t found = 0;
    for (auto at = text.find(wanted); at != std::string::npos; at = text.find(wanted, at + 1))
        ++found;
    return found;
}

} // namespace

TEST_CASE("a feed holds its person's deadlines, and nobody else's", "[feed]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    bureau.take("olga", application, "request_correction", {{"items", {"补充营业执照"}}});
    const auto number = bureau.seen(application).at("number").get<std::string>();
    const auto feed = opened(bureau, "ada");
    const auto answer = bureau.get("", feed.at("url"));
    REQUIRE(answer.status == 200);
    CHECK(answer.header("Content-Type") == "text/calendar; charset=utf-8");
    CHECK(count(answer.body, "BEGIN:VEVENT") >= 1);
    for (std::size_t begin = 0; begin < answer.body.size();) {
        const auto end = answer.body.find("\r\n", begin);
        REQUIRE(end != std::string::npos);
        CHECK(end - begin <= 75);
        begin = end + 2;
    }
    std::string unfolded = answer.body;
    for (auto at = unfolded.find("\r\n "); at != std::string::npos; at = unfolded.find("\r\n "))
        unfolded.erase(at, 3);
    CHECK(unfolded.find(number) != std::string::npos);
    CHECK(unfolded.find("UID:") != std::string::npos);
    CHECK(bureau.get("", feed.at("url")).body == answer.body);
    const auto rival = bureau.get("", opened(bureau, "ben").at("url"));
    CHECK(count(rival.body, "BEGIN:VEVENT") == 0);
    CHECK(bureau.get("", opened(bureau, "e1", "en").at("url")).body.find(number) == std::string::npos);
}

TEST_CASE("a feed's address is shown once, and nothing is there once it is closed", "[feed]") {
    dream_fund bureau;
    const auto feed = opened(bureau, "ada");
    const std::string url = feed.at("url"), id = feed.at("id");
    const auto listed = items(bureau, "ada", "/v1/calendar-feeds");
    REQUIRE(listed.size() == 1);
    CHECK_FALSE(listed.at(0).contains("url"));
    CHECK(items(bureau, "ben", "/v1/calendar-feeds").empty());
    refused(bureau, getting("", url.substr(0, url.size() - 5) + ".ics"), 404, reason::not_found);
    refused(bureau, getting("", "/v1/calendar-feeds/" + id), 404, reason::not_found);
    CHECK(bureau.send("ben", "DELETE", "/v1/calendar-feeds/" + id, {}, "").status == 404);
    CHECK(bureau.get("", url).status == 200);
    CHECK(bureau.send("ada", "DELETE", "/v1/calendar-feeds/" + id, {}, "").status == 204);
    refused(bureau, getting("", url), 404, reason::not_found);
}

TEST_CASE("the feed of somebody who has left is gone", "[feed]") {
    dream_fund bureau;
    const std::string url = opened(bureau, "olga").at("url");
    const auto olga = bureau.get("adam", "/v1/people/" + bureau.id_of("olga"));
    REQUIRE(bureau
                .patch("adam", "/v1/people/" + bureau.id_of("olga"), {{"active", false}},
                       {{"If-Match", olga.header("ETag").value()}})
                .status == 200);
    refused(bureau, getting("", url), 404, reason::not_found);
}
