// The fund's invariant while sixty-four clients reserve, commit, pay, recover and look, all at once.

#include "tests/api/dream_fund.hpp"

#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/service/library.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <atomic>
#include <functional>
#include <latch>
#include <thread>

using namespace sluice;
using namespace sluice::test;

namespace {

constexpr int clients = 64;
constexpr int of_each_kind = 15;

/// One client's work: a person's posts, one after the other.
struct errand_of {
    std::string person, target;
    json body;
};
using errands = std::vector<errand_of>;

json event(const char* type, json data = nullptr) {
    json body = {{"type", type}};
    if (!data.is_null()) body["data"] = std::move(data);
    return body;
}

fen amount_in(const json& fund, const char* account) {
    return money_from_json(fund.at(account), "").value();
}

bool holds(const json& fund) {
    const auto bound = amount_in(fund, "paid") + amount_in(fund, "committed") + amount_in(fund, "reserved");
    const auto came_in = amount_in(fund, "appropriated") + amount_in(fund, "recovered");
    return bound <= came_in && amount_in(fund, "available") == came_in - bound;
}

/// Whose money is recovered is barred: one firm has all of that.
std::string applicant_of(int i) {
    return i % 3 == 2 ? "ben" : "ada";
}

/// Applications on their way, as many of each kind: to be approved (reserving), to be signed (committing), with a
/// payment due (paying), and ordered to give money back (recovering).
std::vector<errands> work_for(dream_fund& bureau) {
    std::vector<errands> work;
    std::vector<std::string> approved, late;
    const auto titled = [](int i) { return json{{"project", {{"title", fmt::format("项目 {}", i)}}}}; };
    for (int i = 0; i < 3 * of_each_kind; ++i) {
        approved.push_back(bureau.to_be_decided(titled(i), applicant_of(i)));
        bureau.take("dora", approved.back(), "approve", {{"opinion", "同意"}});
    }
    for (int i = 0; i < of_each_kind; ++i)
        late.push_back(bureau.to_be_decided(titled(1'000 + i), "ada"));
    const auto days = service::read_calendars("workflows/calendars");
    bureau.move_to(calendar::deadline(bureau.now(), calendar::parse_delay("7 working days").value(), days).value());
    for (int i = 0; i < 3 * of_each_kind; ++i) {
        const auto& id = approved[static_cast<std::size_t>(i)];
        const std::string applicant = applicant_of(i), payment = "/v1/applications/" + id + "/payments/first/";
        const errands paying{{"olga", payment + "prepare", json::object()},
                             {"dora", payment + "approve", json::object()},
                             {"fiona", payment + "record", {{"note", "回单"}}}};
        if (i % 3 == 0) {
            work.push_back({{"dora", events_of(id), event("issue_approval", {{"document_number", "永科 1 号"}})}});
            continue;
        }
        bureau.take("dora", id, "issue_approval", {{"document_number", "永科 1 号"}});
        bureau.attach(id, {"agreement"}, applicant);
        bureau.take(applicant, id, "sign_agreement");
        bureau.take("dora", id, "countersign");
        if (i % 3 == 1) {
            work.push_back(paying);
            continue;
        }
        for (const auto& each : paying)
            if (bureau.post(each.person, each.target, each.body).status != 200) throw std::runtime_error("paying");
        bureau.take("olga", id, "propose_termination", {{"reason", "停业"}});
        bureau.take(applicant, id, "state_defence", {{"statement", "属实"}, {"evidence", {"说明"}}});
        bureau.take("dora", id, "order_recovery", {{"amount", yuan("120000.00")}, {"reason", "停业"}});
        const json part = {{"amount", yuan("60000.00")}};
        work.push_back({{"fiona", events_of(id), event("record_recovery", part)},
                        {"fiona", events_of(id), event("record_recovery", part)}});
    }
    for (const auto& each : late)
        work.push_back({{"dirk", events_of(each), event("approve", {{"opinion", "同意"}})}});
    return work;
}

} // namespace

TEST_CASE("paid + committed + reserved never exceed appropriated + recovered under 64 clients at once",
          "[simultaneous][money]") {
    // Enough for what is on its way, and for some of the last fifteen.
    dream_fund bureau{"2026-03-10T09:00:00+08:00", "9600000.00"};
    const auto work = work_for(bureau);
    REQUIRE(work.size() == 4 * of_each_kind);
    std::atomic<std::size_t> next = 0, done = 0, refused_posts = 0, other = 0, looks = 0, broken = 0;
    std::latch ready{clients};
    const auto look = [&](http_client& client) {
        ++looks;
        if (!holds(client.get(std::string{"/v1/funds/"} + dream_fund::programme).data())) ++broken;
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < clients; ++i)
        threads.emplace_back([&, i] {
            http_client auditor{bureau.port()}, client{bureau.port()};
            auditor.always_send("Authorization", "Bearer " + bureau.token_of("audrey"));
            client.get("/healthz");
            ready.arrive_and_wait();
            for (auto mine = next++; mine < work.size(); mine = next++)
                for (std::size_t step = 0; step < work[mine].size(); ++step) {
                    const auto& each = work[mine][step];
                    const auto answer = client.post(each.target, each.body,
                                                    {{"Authorization", "Bearer " + bureau.token_of(each.person)},
                                                     {"Idempotency-Key", fmt::format("load-{}-{}", mine, step)}});
                    ++(answer.status == 200 ? done : answer.status == 409 ? refused_posts : other);
                    look(auditor);
                }
            look(auditor);
        });
    for (auto& each : threads)
        each.join();
    INFO(fmt::format("{} done, {} refused, {} looks", done.load(), refused_posts.load(), looks.load()));
    CHECK(broken == 0);
    CHECK(other == 0);
    CHECK(looks >= clients);
    const auto fund = bureau.fund();
    CHECK(holds(fund));
    CHECK(done + refused_posts == of_each_kind * (1 + 3 + 2 + 1));
    CHECK(amount_in(fund, "recovered") == fen{of_each_kind * 12'000'000});
    CHECK(amount_in(fund, "paid") == fen{2 * of_each_kind * 12'000'000});
    CHECK(refused_posts > 0); // some of the last found the fund empty
    CHECK(bureau.get("fiona", std::string{"/v1/funds/"} + dream_fund::programme + "/reconciliation")
              .data()
              .at("agrees") == true);
    CHECK(bureau.log_is_valid());
}
