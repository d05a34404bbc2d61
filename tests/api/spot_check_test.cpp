// Spot checks and vouchers through the API: a draw that anyone can repeat, what is issued counted apart from what is
// used, vouchers that expire, and caps over all vouchers of a firm.

#include "engine/base/digest.hpp"
#include "tests/api/refused.hpp"
#include "tests/api/voucher_office.hpp"

#include <catch2/catch_test_macros.hpp>
#include <fmt/format.h>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

std::vector<std::string> strings(const json& list) {
    return list.get<std::vector<std::string>>();
}

/// The draw made again from what is published of it, by nothing but SHA-256.
std::vector<std::string> drawn_again(const json& draw) {
    std::vector<std::pair<std::string, std::string>> tickets;
    for (const auto& number : strings(draw.at("population").at("numbers")))
        tickets.emplace_back(
            to_hex(sha256(fmt::format("sluice spot check 1\n{}\n{}", draw.at("seed").get<std::string>(), number))),
            number);
    std::sort(tickets.begin(), tickets.end());
    std::vector<std::string> numbers;
    const auto percent = draw.at("percent").get<std::size_t>();
    for (std::size_t i = 0; i < (tickets.size() * percent + 99) / 100; ++i)
        numbers.push_back(tickets[i].second);
    return numbers;
}

std::vector<std::string> drawn_numbers(const json& draw) {
    std::vector<std::string> numbers;
    for (const auto& each : draw.at("drawn"))
        numbers.push_back(each.at("number"));
    return numbers;
}

} // namespace

TEST_CASE("a draw takes one in twenty, rounded up, and anyone can repeat it from its seed", "[spot_check]") {
    voucher_office bureau;
    std::vector<std::string> applications, numbers;
    for (int i = 0; i < 21; ++i) {
        applications.push_back(bureau.awaiting_settlement("1000.00", "1500.00", i % 2 == 0 ? "ada" : "ben"));
        numbers.push_back(bureau.seen(applications.back()).at("number"));
    }
    const auto apart = bureau.issued("1000.00"); // not among those that await their settlement
    std::sort(numbers.begin(), numbers.end());

    const auto preview = bureau.get("olga", bureau.spot_checks("/settlement")).data();
    CHECK(strings(preview.at("population").at("numbers")) == numbers);
    CHECK(preview.at("to_draw") == 2);
    CHECK(bureau.get("olga", bureau.spot_checks()).data().at("items").empty());

    const header_list once = {{"Idempotency-Key", "the-draw-of-march"}};
    const auto drawn = bureau.post("olga", bureau.spot_checks("/settlement"), json::object(), once);
    REQUIRE(drawn.status == 201);
    const auto draw = drawn.data();
    CHECK(bureau.post("olga", bureau.spot_checks("/settlement"), json::object(), once).data() == draw);
    CHECK(strings(draw.at("population").at("numbers")) == numbers);
    CHECK(drawn_numbers(draw) == drawn_again(draw));
    CHECK(draw.at("drawn").size() == 2);
    std::string lines;
    for (const auto& number : numbers)
        lines += number + "\n";
    CHECK(draw.at("population").at("sha256") == to_hex(sha256(lines)));

    std::size_t audits = 0;
    for (const auto& application : applications) {
        const auto chosen = drawn_numbers(draw);
        const bool taken = std::count(chosen.begin(), chosen.end(), bureau.seen(application).at("number")) == 1;
        CHECK(bureau.state_of(application) == (taken ? "audit" : "voucher_payment"));
        audits += taken ? 1 : 0;
    }
    CHECK(audits == 2);
    CHECK(bureau.state_of(apart) == "issued");

    const auto listed = bureau.get("audrey", bureau.spot_checks()).data().at("items");
    REQUIRE(listed.size() == 1);
    CHECK(listed[0].at("seed") == draw.at("seed"));
    CHECK(listed[0].at("drawn") == draw.at("drawn"));
    CHECK_FALSE(listed[0].at("population").contains("numbers"));
    const auto in_full = bureau.get("audrey", drawn.header("Location").value());
    CHECK(in_full.data() == draw);
    CHECK(bureau.get("audrey", "/v1/programmes/innovation-voucher/log/verification").data().at("valid") == true);

    bureau.pay(applications[bureau.state_of(applications[0]) == "voucher_payment" ? 0 : 1]);
    refused(bureau, posting("olga", bureau.spot_checks("/settlement"), json::object()), 409,
            reason::event_not_possible);
}

TEST_CASE("a second draw is another one, and both are kept", "[spot_check]") {
    voucher_office bureau;
    const auto first = bureau.awaiting_settlement("1000.00", "1000.00");
    const auto one = bureau.draw();
    CHECK(bureau.state_of(first) == "audit"); // of one, at least one
    bureau.move_to(instant{bureau.now().milliseconds + 1'000});
    const auto second = bureau.awaiting_settlement("1000.00", "1000.00");
    const auto other = bureau.draw();
    CHECK(one.at("seed") != other.at("seed"));
    CHECK(drawn_numbers(other) == std::vector<std::string>{bureau.seen(second).at("number")});
    const auto page = bureau.get("olga", bureau.spot_checks("?limit=1")).data();
    CHECK(page.at("items").at(0).at("id") == one.at("id"));
    const auto next =
        bureau.get("olga", bureau.spot_checks("?limit=1&cursor=" + page.at("next").get<std::string>())).data();
    CHECK(next.at("items").at(0).at("id") == other.at("id"));
}

TEST_CASE("a spot check is drawn by its roles, and seen by the office only", "[spot_check]") {
    voucher_office bureau;
    const auto settlement = bureau.spot_checks("/settlement");
    refused(bureau, posting("olga", settlement, json::object()), 409, reason::event_not_possible);
    const auto application = bureau.awaiting_settlement("1000.00", "1000.00");
    for (const char* other : {"dora", "fiona", "audrey", "ada", "e1"})
        refused(bureau, posting(other, settlement, json::object()), 403, reason::not_permitted);
    refused(bureau, getting("dora", settlement), 403, reason::not_permitted);
    refused(bureau, getting("ada", bureau.spot_checks()), 403, reason::not_permitted);
    refused(bureau, getting("e1", bureau.spot_checks()), 403, reason::not_permitted);
    refused(bureau, getting("", bureau.spot_checks()), 401, reason::authentication_required);
    refused(bureau, posting("olga", bureau.spot_checks("/another"), json::object()), 404, reason::not_found);
    refused(bureau, posting("olga", "/v1/rounds/" + bureau.round() + "/spot-checks/settlement", json::object()), 404,
            reason::not_found);
    refused(bureau, posting("olga", "/v1/rounds/nowhere/spot-checks/settlement", json::object()), 404,
            reason::not_found);
    CHECK(bureau.state_of(application) == "settlement_open");
    const auto draw = bureau.draw();
    const auto in_full = bureau.spot_checks("/settlement/draws/" + draw.at("id").get<std::string>());
    refused(bureau, getting("ada", in_full), 403, reason::not_permitted);
    refused(bureau, getting("olga", in_full + "0"), 404, reason::not_found);
}

TEST_CASE("what is issued, used and reclaimed is counted apart, in all and by period", "[spot_check]") {
    voucher_office bureau{"2026-03-10T09:00:00+08:00"};
    const auto used = bureau.awaiting_settlement("20000.00", "8000.00");
    const auto handed_back = bureau.issued("10000.00");
    const auto expires = bureau.issued("5000.00", "ben");
    bureau.take("ada", handed_back, "hand_back");
    bureau.draw();
    bureau.move_to(parse_rfc3339("2026-04-08T09:00:00+08:00").value());
    bureau.pass_audit(used);
    bureau.pay(used);
    CHECK(bureau.state_of(used) == "settled");
    bureau.move_to(parse_rfc3339("2026-06-10T23:59:59+08:00").value());
    CHECK(bureau.state_of(expires) == "issued");
    bureau.move_to(parse_rfc3339("2026-06-11T00:00:01+08:00").value());
    CHECK(bureau.state_of(expires) == "reclaimed");

    CHECK(bureau.moved("commit") == "35000.00");
    CHECK(bureau.moved("pay") == "8000.00");
    CHECK(bureau.moved("release_commitment") == "27000.00"); // 10,000 back, 12,000 not needed, 5,000 expired
    const std::string march = "?from=2026-03-01T00:00:00%2B08:00&to=2026-04-01T00:00:00%2B08:00";
    CHECK(bureau.moved("commit", march) == "35000.00");
    CHECK(bureau.moved("pay", march) == "0.00");
    CHECK(bureau.moved("release_commitment", march) == "10000.00");
    const std::string april_on = "?from=2026-04-01T00:00:00%2B08:00";
    CHECK(bureau.moved("commit", april_on) == "0.00");
    CHECK(bureau.moved("pay", april_on) == "8000.00");
    CHECK(bureau.moved("release_commitment", april_on) == "17000.00");
    CHECK(bureau.moved("release_commitment", "?to=2026-06-01T00:00:00%2B08:00") == "22000.00");
    CHECK(bureau.moved("commit", "?at=2026-03-10T08:59:59%2B08:00") == "0.00");
    CHECK(bureau.moved("pay", "?at=2026-03-10T09:00:00%2B08:00&from=2026-04-20T00:00:00%2B08:00") == "0.00");
    const auto fund = bureau.get("audrey", "/v1/funds/innovation-voucher").data();
    CHECK(fund.at("paid") == yuan("8000.00"));
    CHECK(fund.at("committed") == yuan("0.00"));
    CHECK(fund.at("available") == yuan("992000.00"));
    CHECK(fund.at("turnover").at("from").is_null());
    refused(bureau,
            getting("audrey", "/v1/funds/innovation-voucher?from=2026-04-01T00:00:00%2B08:00&to=2026-04-01T00:00:00%"
                              "2B08:00"),
            422, reason::invalid_value);
    refused(bureau, getting("audrey", "/v1/funds/innovation-voucher?from=soon"), 400, reason::malformed_request);
}

TEST_CASE("what a firm may hold and have in a year counts all its vouchers, and only its own", "[spot_check]") {
    voucher_office bureau;
    const auto issue = [&](const std::string& application) {
        return posting("dora", events_of(application), {{"type", "issue"}, {"data", {{"opinion", "同意"}}}});
    };
    const auto settle = [&](const std::vector<std::string>& applications) {
        for (const auto& each : applications) {
            bureau.redeem(each, "30000.00");
            bureau.take("olga", each, "accept_redemption", {{"findings", "材料齐全"}});
        }
        bureau.draw();
        for (const auto& each : applications) {
            if (bureau.state_of(each) == "audit") bureau.pass_audit(each);
            bureau.pay(each);
        }
    };
    const auto small = bureau.to_be_issued("10000.01"); // asked for while nothing is held yet
    const auto exact = bureau.to_be_issued("10000.00");
    const auto one = bureau.issued("20000.00"), two = bureau.issued("20000.00");
    CHECK(names_requirement(refused(bureau, issue(small), 409, reason::requirement_not_met), "within_held"));
    CHECK(bureau.post("dora", events_of(exact), {{"type", "issue"}, {"data", {{"opinion", "同意"}}}}).status == 200);
    bureau.issued("20000.00", "ben"); // another firm
    settle({one, two, exact});        // 50,000 used
    const auto three = bureau.issued("20000.00"), four = bureau.issued("20000.00");
    const auto too_much = bureau.to_be_issued("10000.00");
    const auto last = bureau.to_be_issued("10000.00");
    bureau.take("dora", last, "issue", {{"opinion", "同意"}}); // 100,000 in the year
    const auto refusal = refused(bureau, issue(too_much), 409, reason::requirement_not_met);
    CHECK(names_requirement(refusal, "within_year"));
    CHECK(refusal.dump().find("100000.00") != std::string::npos);
    // What comes back unused can be had again.
    bureau.take("ada", four, "hand_back");
    CHECK(bureau.post("dora", events_of(too_much), {{"type", "issue"}, {"data", {{"opinion", "同意"}}}}).status == 200);
    CHECK(bureau.state_of(three) == "issued");
}
