// What several people do at the same instant, each from a thread and a connection of their own.

#include "tests/api/dream_fund.hpp"
#include "tests/api/refused.hpp"

#include <catch2/catch_test_macros.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <latch>
#include <thread>

using namespace sluice;
using namespace sluice::test;

namespace {

struct wanted_post {
    std::string person;
    std::string target;
    json body;
    std::string key;
};

/// Sends all at once: every thread has its connection open and waits for the others before it sends.
std::vector<http_answer> send_together(const test_bureau& bureau, const std::vector<wanted_post>& wanted) {
    std::vector<http_answer> answers(wanted.size());
    std::latch ready{static_cast<std::ptrdiff_t>(wanted.size())};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        threads.emplace_back([&, i] {
            http_client client{bureau.port()};
            client.always_send("Authorization", "Bearer " + bureau.token_of(wanted[i].person));
            client.get("/healthz");
            ready.arrive_and_wait();
            answers[i] =
                client.post(wanted[i].target, wanted[i].body,
                            {{"Idempotency-Key", wanted[i].key}, {"Accept-Language", i % 2 == 0 ? "zh" : "en"}});
        });
    for (auto& each : threads)
        each.join();
    return answers;
}

json approval() {
    return {{"type", "approve"}, {"data", {{"opinion", "同意"}}}};
}

std::ptrdiff_t count(const std::vector<http_answer>& answers, int status) {
    return std::count_if(answers.begin(), answers.end(),
                         [&](const http_answer& each) { return each.status == status; });
}

} // namespace

TEST_CASE("of two approvals at once that the fund can bear one of, exactly one wins", "[simultaneous]") {
    dream_fund bureau{"2026-03-10T09:00:00+08:00", "200000.00"};
    const auto one = bureau.to_be_decided({{"project", {{"title", "甲"}}}}),
               other = bureau.to_be_decided({{"project", {{"title", "乙"}}}}, "ben");
    const auto answers =
        send_together(bureau, {{"dora", events_of(one), approval(), "a"}, {"dirk", events_of(other), approval(), "b"}});
    REQUIRE(count(answers, 200) == 1);
    const bool first_won = answers[0].status == 200;
    const auto& loser = first_won ? other : one;
    const auto& late = first_won ? "dirk" : "dora";
    CHECK(answers[first_won ? 1 : 0].data().at("reason") == "fund_exhausted");
    refused(bureau, posting(late, events_of(loser), approval()), 409, reason::fund_exhausted);

    const auto fund = bureau.fund();
    CHECK(fund.at("appropriated") == yuan("200000.00"));
    CHECK(fund.at("available") == yuan("0.00"));
    CHECK(fund.at("reserved") == yuan("200000.00"));
    CHECK(fund.at("committed") == yuan("0.00"));
    CHECK(bureau.seen(loser).at("state").at("ids") == json{"decision"});
    CHECK(bureau.seen(loser).at("money").at("reserved") == yuan("0.00"));
    CHECK(bureau.seen(first_won ? one : other).at("money").at("reserved") == yuan("200000.00"));
    CHECK(bureau.log_is_valid());
}

TEST_CASE("of eight approvals at once that the fund can bear three of, exactly three win", "[simultaneous]") {
    dream_fund bureau{"2026-03-10T09:00:00+08:00", "600000.01"};
    std::vector<wanted_post> wanted;
    for (int i = 0; i < 8; ++i) {
        const auto application =
            bureau.to_be_decided({{"project", {{"title", fmt::format("项目 {}", i)}}}}, i % 2 == 0 ? "ada" : "ben");
        wanted.push_back({i % 2 == 0 ? "dora" : "dirk", events_of(application), approval(), fmt::format("key {}", i)});
        std::replace(wanted.back().key.begin(), wanted.back().key.end(), ' ', '-');
    }
    const auto answers = send_together(bureau, wanted);
    CHECK(count(answers, 200) == 3);
    CHECK(count(answers, 409) == 5);
    CHECK(bureau.fund().at("available") == yuan("0.01"));
    CHECK(bureau.fund().at("reserved") == yuan("600000.00"));
    CHECK(bureau.log_is_valid());
}

TEST_CASE("the same request sent eight times at once is carried out once", "[simultaneous]") {
    dream_fund bureau;
    const json body = {{"programme", dream_fund::programme}, {"form", bureau.form("maker")}};
    const auto answers = send_together(bureau, std::vector<wanted_post>(8, {"ada", "/v1/applications", body, "once"}));
    CHECK(count(answers, 201) == 8);
    for (const auto& each : answers)
        CHECK(each.body == answers.front().body);
    CHECK(std::count_if(answers.begin(), answers.end(),
                        [](const http_answer& each) { return each.header("Idempotent-Replayed") == "true"; }) == 7);
    CHECK(bureau.get("ada", "/v1/applications").data().at("items").size() == 1);
}

TEST_CASE("two amendments of the same version at once: one is kept, the other told", "[simultaneous]") {
    dream_fund bureau;
    const auto application = bureau.draft(bureau.form("maker"));
    const std::string target = "/v1/applications/" + application;
    const auto tag = bureau.get("ada", target).header("ETag").value();
    std::vector<int> statuses(2);
    std::latch ready{2};
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < 2; ++i)
        threads.emplace_back([&, i] {
            http_client client{bureau.port()};
            client.always_send("Authorization", "Bearer " + bureau.token_of("ada"));
            ready.arrive_and_wait();
            const json patch = {{"form", {{"project", {{"title", fmt::format("标题 {}", i)}}}}}};
            statuses[i] = client
                              .send_json("PATCH", target, patch,
                                         {{"If-Match", tag}, {"Content-Type", "application/merge-patch+json"}})
                              .status;
        });
    for (auto& each : threads)
        each.join();
    std::sort(statuses.begin(), statuses.end());
    CHECK(statuses == std::vector{200, 412});
}
