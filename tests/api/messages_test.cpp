// Messages between the applicant and the office.

#include "tests/api/casework.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::test;

namespace {

std::string messages_of(const std::string& application) {
    return path_of(application, "/messages");
}

json unread(dream_fund& bureau, const std::string& person) {
    return items(bureau, person, "/v1/applications").at(0).at("messages").at("unread");
}

} // namespace

TEST_CASE("both sides write, read and see what the other has read", "[messages]") {
    dream_fund bureau;
    const auto application = bureau.submitted("maker");
    REQUIRE(bureau.post("ada", messages_of(application), {{"text", "需要盖章吗？"}}).status == 201);
    CHECK(unread(bureau, "olga") == 1);
    CHECK(unread(bureau, "ada") == 0);
    const auto seen = items(bureau, "olga", messages_of(application)).at(0);
    CHECK(seen.at("unread") == true);
    CHECK(seen.at("author").at("name") == "ada");
    REQUIRE(bureau.post("olga", messages_of(application) + "/read", {{"through", 1}}).status == 200);
    CHECK(unread(bureau, "oscar") == 0);
    CHECK(items(bureau, "ada", messages_of(application)).at(0).at("read") == true);

    REQUIRE(bureau.post("olga", messages_of(application), {{"text", "需要"}, {"reply_to", 1}}).status == 201);
    CHECK(unread(bureau, "ada") == 1);
    const auto answered = items(bureau, "ada", messages_of(application)).at(1);
    CHECK(answered.at("reply_to") == 1);
    CHECK(answered.at("author").is_null()); // the office answers as such
    const auto first = bureau.get("ada", messages_of(application) + "?limit=1").data();
    CHECK(items(bureau, "ada", messages_of(application) + "?limit=1&cursor=" + first.at("next").get<std::string>())
              .at(0)
              .at("number") == 2);
    CHECK(bureau.log_is_valid());
}

TEST_CASE("messages are for the two sides alone", "[messages]") {
    dream_fund bureau;
    const auto application = bureau.before_the_panel({"e1", "e2", "e3", "e4", "e5"});
    REQUIRE(bureau.post("ada", messages_of(application), {{"text", "机密内容"}}).status == 201);
    for (const char* person : {"ben", "e1", "e6", "adam"}) {
        refused(bureau, getting(person, messages_of(application)), 404, reason::not_found);
        refused(bureau, posting(person, messages_of(application), {{"text", "x"}}), 404, reason::not_found);
        refused(bureau, posting(person, messages_of(application) + "/read", {{"through", 1}}), 404, reason::not_found);
        for (const char* list : {"/v1/applications", "/v1/tasks", "/v1/reviews"}) {
            const auto answer = bureau.get(person, list);
            CHECK(answer.body.find("机密内容") == std::string::npos);
            CHECK(answer.body.find("\"messages\"") == std::string::npos);
        }
        CHECK(bureau.get(person, path_of(application)).body.find("机密内容") == std::string::npos);
    }
    CHECK(bureau.get("", messages_of(application)).status == 401);
    CHECK(items(bureau, "audrey", messages_of(application)).size() == 1);
    refused(bureau, posting("audrey", messages_of(application), {{"text", "x"}}), 403, reason::not_permitted);
    refused(bureau, posting("audrey", messages_of(application) + "/read", {{"through", 1}}), 403,
            reason::not_permitted);
}

TEST_CASE("what is no message is refused, and drafts have none", "[messages]") {
    dream_fund bureau;
    const auto draft = bureau.draft(bureau.form("maker"));
    refused(bureau, posting("ada", messages_of(draft), {{"text", "x"}}), 409, reason::event_not_possible);
    refused(bureau, posting("olga", messages_of(draft), {{"text", "x"}}), 404, reason::not_found);
    const auto application = bureau.submitted("maker", json::object(), "ben");
    refused(bureau, posting("ben", messages_of(application), {{"text", ""}}), 422, reason::invalid_value);
    refused(bureau, posting("ben", messages_of(application), {{"text", std::string(4'001, 'x')}}), 422,
            reason::invalid_value);
    refused(bureau, posting("ben", messages_of(application), {{"text", "x"}, {"reply_to", 1}}), 422,
            reason::invalid_value);
    refused(bureau, posting("ben", messages_of(application) + "/read", {{"through", 1}}), 422, reason::invalid_value);
    bureau.take("ben", application, "withdraw");
    CHECK(bureau.post("ben", messages_of(application), {{"text", "谢谢"}}).status == 201); // after the end, too
}
