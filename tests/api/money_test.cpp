// Money through the API: the bank's files, payments in part, years that end, balances of the past, reconciliation.

#include "engine/base/digest.hpp"
#include "engine/calendar/deadline.hpp"
#include "engine/calendar/delay.hpp"
#include "engine/ledger/bank_file.hpp"
#include "engine/ledger/csv.hpp"
#include "engine/service/library.hpp"
#include "tests/api/refused.hpp"

#include "tests/api/reward_fund.hpp"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>

using namespace sluice;
using namespace sluice::test;

namespace {

const std::string the_fund = std::string{"/v1/funds/"} + dream_fund::programme;
const std::string batches = the_fund + "/payment-batches";

std::string payment_of(const std::string& application, const std::string& step) {
    return "/v1/applications/" + application + "/payments/first/" + step;
}

/// Prepared and approved: it could go to the bank.
std::string approved(dream_fund& bureau) {
    const auto application = bureau.with_payment_due();
    REQUIRE(bureau.post("olga", payment_of(application, "prepare"), json::object()).status == 200);
    REQUIRE(bureau.post("dora", payment_of(application, "approve"), json::object()).status == 200);
    return application;
}

json payment(dream_fund& bureau, const std::string& application) {
    return bureau.seen(application).at("payments").at(0);
}

/// What a bank would answer: for each line of the batch this outcome.
std::string answer_to(const test_bureau& bureau, const json& batch, ledger::bank_outcome outcome,
                      const std::string& bank_reference = "B0001", const std::string& why = "") {
    ledger::bank_results results{batch.at("number"), {}};
    for (const auto& line : batch.at("lines"))
        results.lines.push_back({line.at("line"), line.at("reference"), money_from_json(line.at("amount"), "").value(),
                                 outcome, bank_reference, why});
    return ledger::write_bank_results(results, bureau.now());
}

attempt answering(const json& batch, const std::string& file) {
    return {"fiona",
            "POST",
            "/v1/payment-batches/" + batch.at("id").get<std::string>() + "/results",
            file,
            {{"Content-Type", "text/csv"}}};
}

http_answer read_answer(dream_fund& bureau, const json& batch, const std::string& file) {
    const auto wanted = answering(batch, file);
    return bureau.send(wanted.person, wanted.method, wanted.target, wanted.headers, wanted.body);
}

json sent(dream_fund& bureau) {
    const auto made = bureau.post("fiona", batches, json::object());
    INFO(made.body);
    REQUIRE(made.status == 201);
    return made.data();
}

/// The bureau's fund agrees with everything that knows of its money.
void check_agreement(dream_fund& bureau) {
    const auto report = bureau.get("fiona", the_fund + "/reconciliation").data();
    INFO(report.dump(1));
    CHECK(report.at("agrees") == true);
}

} // namespace

TEST_CASE("approved payments go to the bank in one file with control totals, and its answer pays them", "[money]") {
    dream_fund bureau;
    const auto application = approved(bureau);
    const auto batch = sent(bureau);
    CHECK(batch.at("count") == 1);
    CHECK(batch.at("sum") == yuan("120000.00"));
    CHECK(payment(bureau, application).at("status") == "sent");
    check_agreement(bureau);

    const auto file = bureau.get("fiona", "/v1/payment-batches/" + batch.at("id").get<std::string>() + "/file");
    REQUIRE(file.status == 200);
    CHECK(to_hex(sha256(file.body)) == batch.at("sha256"));
    const auto rows = ledger::read_csv(file.body).value();
    REQUIRE(rows.size() == 3);
    const json account = bureau.form("equity").at("bank_account");
    CHECK(rows[1].fields[3] == account.at("holder"));
    CHECK(rows[1].fields[4] == account.at("number"));
    CHECK(rows[2].fields[2] == "12000000");

    const auto answer = answer_to(bureau, batch, ledger::bank_outcome::paid);
    const auto paid = read_answer(bureau, batch, answer);
    REQUIRE(paid.status == 200);
    CHECK(paid.data().at("outcomes").at("paid") == 1);
    CHECK(paid.data().at("status") == "answered");
    CHECK(payment(bureau, application).at("status") == "paid");
    CHECK(bureau.fund().at("paid") == yuan("120000.00"));
    CHECK(bureau.seen(application).at("state").at("ids") == json{"operating"});

    const auto again = read_answer(bureau, batch, answer);
    CHECK(again.data() == paid.data());
    CHECK(bureau.fund().at("paid") == yuan("120000.00"));
    const auto report = bureau.get("audrey", the_fund + "/reconciliation").data();
    CHECK(report.at("paid_through_the_bank") == yuan("120000.00"));
    check_agreement(bureau);
    CHECK(bureau.log_is_valid());
}

TEST_CASE("a payment that failed at the bank is approved again and goes into another file", "[money]") {
    dream_fund bureau;
    const auto application = approved(bureau);
    const auto first = sent(bureau);
    refused(bureau, posting("fiona", batches, json::object()), 409, reason::event_not_possible);
    refused(bureau, posting("fiona", payment_of(application, "record"), {{"note", "手工"}}), 409,
            reason::payment_not_possible);
    REQUIRE(read_answer(bureau, first, answer_to(bureau, first, ledger::bank_outcome::failed, "", "户名不符")).status ==
            200);
    CHECK(payment(bureau, application).at("status") == "approved");
    CHECK(payment(bureau, application).at("steps").back().at("note") == "户名不符");
    CHECK(bureau.fund().at("paid") == yuan("0.00"));
    const auto second = sent(bureau);
    CHECK(second.at("number") != first.at("number"));
    REQUIRE(read_answer(bureau, second, answer_to(bureau, second, ledger::bank_outcome::paid)).status == 200);
    CHECK(bureau.fund().at("paid") == yuan("120000.00"));
    check_agreement(bureau);
}

TEST_CASE("money that the bank sends back is owed again, and the procedure hears of it once", "[money]") {
    dream_fund bureau;
    const auto application = approved(bureau);
    const auto batch = sent(bureau);
    REQUIRE(read_answer(bureau, batch, answer_to(bureau, batch, ledger::bank_outcome::paid)).status == 200);
    REQUIRE(read_answer(bureau, batch, answer_to(bureau, batch, ledger::bank_outcome::returned, "B0002", "账户已销户"))
                .status == 200);
    CHECK(payment(bureau, application).at("status") == "approved");
    CHECK(bureau.fund().at("paid") == yuan("0.00"));
    CHECK(bureau.fund().at("committed") == yuan("200000.00"));
    check_agreement(bureau);
    const auto retry = sent(bureau);
    REQUIRE(read_answer(bureau, retry, answer_to(bureau, retry, ledger::bank_outcome::paid, "B0003")).status == 200);
    CHECK(payment(bureau, application).at("status") == "paid");
    CHECK(bureau.seen(application).at("state").at("ids") == json{"operating"});
    CHECK(bureau.fund().at("committed") == yuan("80000.00"));
    const auto entries = bureau.get("audrey", the_fund + "/entries?account=paid").data().at("items");
    REQUIRE(entries.size() == 3);
    CHECK(entries.at(1).at("movement") == "reverse_payment");
    check_agreement(bureau);
}

TEST_CASE("what comes back after the procedure has ended still waits to be paid", "[money]") {
    reward_fund bureau{"500000.00"};
    const auto application = bureau.waiting(claimants[0]);
    REQUIRE(bureau.post("dora", bureau.allocation(), json::object()).status == 200);
    const auto days = service::read_calendars("workflows/calendars");
    bureau.move_to(calendar::deadline(bureau.now(), calendar::parse_delay("7 working days").value(), days).value());
    bureau.take("dora", application, "issue_approval", {{"document_number", "永科〔2026〕8 号"}});
    const std::string reward = "/v1/applications/" + application + "/payments/reward/";
    REQUIRE(bureau.post("olga", reward + "prepare", json::object()).status == 200);
    REQUIRE(bureau.post("dora", reward + "approve", json::object()).status == 200);
    const std::string path = std::string{"/v1/funds/"} + reward_fund::programme + "/payment-batches";
    const auto read = [&](const json& batch, ledger::bank_outcome outcome) {
        return bureau.send("fiona", "POST", answering(batch, "").target, {{"Content-Type", "text/csv"}},
                           answer_to(bureau, batch, outcome));
    };
    const auto first = bureau.post("fiona", path, json::object()).data();
    REQUIRE(read(first, ledger::bank_outcome::paid).status == 200);
    CHECK(bureau.seen(application).at("state").at("final") == true);
    ledger::bank_results back{first.at("number"), {}};
    const auto& line = first.at("lines").at(0);
    back.lines.push_back({1, line.at("reference"), money_from_json(line.at("amount"), "").value(),
                          ledger::bank_outcome::returned, "B0009", "销户"});
    REQUIRE(bureau
                .send("fiona", "POST", answering(first, "").target, {{"Content-Type", "text/csv"}},
                      ledger::write_bank_results(back, bureau.now()))
                .status == 200);
    CHECK(bureau.fund().at("committed") == yuan("100000.00"));
    const auto second = bureau.post("fiona", path, json::object());
    REQUIRE(second.status == 201);
    REQUIRE(read(second.data(), ledger::bank_outcome::paid).status == 200);
    CHECK(bureau.fund().at("paid") == yuan("100000.00"));
}

TEST_CASE("a file that was changed, is another batch's or says otherwise than before counts for nothing", "[money]") {
    dream_fund bureau;
    approved(bureau);
    const auto batch = sent(bureau);
    auto changed = answer_to(bureau, batch, ledger::bank_outcome::paid);
    changed.replace(changed.find("B0001"), 5, "B0009");
    refused(bureau, answering(batch, changed), 400, reason::malformed_request);
    auto other = batch;
    other["number"] = "PB-2026-999999";
    refused(bureau, answering(batch, answer_to(bureau, other, ledger::bank_outcome::paid)), 422, reason::invalid_value);
    auto more = batch;
    more["lines"][0]["amount"] = yuan("120000.01");
    refused(bureau, answering(batch, answer_to(bureau, more, ledger::bank_outcome::paid)), 422, reason::invalid_value);
    refused(bureau, answering(batch, answer_to(bureau, batch, ledger::bank_outcome::returned, "B1")), 422,
            reason::invalid_value);
    REQUIRE(read_answer(bureau, batch, answer_to(bureau, batch, ledger::bank_outcome::paid)).status == 200);
    refused(bureau, answering(batch, answer_to(bureau, batch, ledger::bank_outcome::failed, "", "x")), 422,
            reason::invalid_value);
    refused(bureau, answering(batch, answer_to(bureau, batch, ledger::bank_outcome::paid, "B0002")), 422,
            reason::invalid_value);
    CHECK(bureau.fund().at("paid") == yuan("120000.00"));
}

TEST_CASE("account numbers are in the file for finance and nowhere else", "[money]") {
    dream_fund bureau;
    const auto application = approved(bureau);
    const auto batch = sent(bureau);
    const std::string number = bureau.form("equity").at("bank_account").at("number");
    const std::string path = "/v1/payment-batches/" + batch.at("id").get<std::string>();
    REQUIRE(read_answer(bureau, batch, answer_to(bureau, batch, ledger::bank_outcome::paid)).status == 200);
    CHECK(batch.at("lines").at(0).at("account") == "****" + number.substr(number.size() - 4));
    for (const auto& [person, target] : {std::pair<std::string, std::string>{"fiona", path},
                                         {"audrey", path},
                                         {"fiona", batches},
                                         {"audrey", the_fund + "/entries"},
                                         {"audrey", the_fund + "/reconciliation"},
                                         {"audrey", events_of(application)},
                                         {"", "/v1/notices"}}) {
        const auto answer = bureau.get(person, target);
        INFO(target);
        CHECK(answer.status == 200);
        CHECK(answer.body.find(number) == std::string::npos);
    }
    for (const char* person : {"olga", "dora", "ada", "audrey"})
        refused(bureau, getting(person, path + "/file"), 404, reason::not_found);
    for (const char* person : {"olga", "dora", "ada"})
        refused(bureau, getting(person, path), 404, reason::not_found);
    refused(bureau, posting("olga", batches, json::object()), 403, reason::not_permitted);
    refused(bureau, getting("olga", batches), 403, reason::not_permitted);
    refused(bureau, getting("olga", the_fund + "/reconciliation"), 403, reason::not_permitted);
}

TEST_CASE("who prepared or approved a payment does not send it", "[money]") {
    dream_fund bureau;
    const auto application = bureau.with_payment_due();
    REQUIRE(bureau.post("felix", payment_of(application, "prepare"), json::object()).status == 200);
    REQUIRE(bureau.post("dora", payment_of(application, "approve"), json::object()).status == 200);
    const auto problem = refused(bureau, posting("felix", batches, json::object()), 409, reason::event_not_possible);
    CHECK(problem.at("requirements").at(0).at("id") == "same_person");
    CHECK(sent(bureau).at("count") == 1);
}

TEST_CASE("an instalment is paid in parts, each through three hands, and counts when all of it is paid", "[money]") {
    dream_fund bureau;
    const auto application = bureau.with_payment_due();
    const auto pay = [&](const json& part) {
        REQUIRE(bureau.post("olga", payment_of(application, "prepare"), part).status == 200);
        REQUIRE(bureau.post("dora", payment_of(application, "approve"), json::object()).status == 200);
        REQUIRE(bureau.post("fiona", payment_of(application, "record"), {{"note", "回单"}}).status == 200);
    };
    refused(bureau, posting("olga", payment_of(application, "prepare"), {{"amount", yuan("120000.01")}}), 422,
            reason::amount_invalid);
    refused(bureau, posting("dora", payment_of(application, "approve"), {{"amount", yuan("1.00")}}), 422,
            reason::invalid_value);
    pay({{"amount", yuan("50000.00")}});
    CHECK(payment(bureau, application).at("status") == "due");
    CHECK(payment(bureau, application).at("paid") == yuan("50000.00"));
    CHECK(payment(bureau, application).at("under_way") == yuan("70000.00"));
    CHECK(bureau.seen(application).at("state").at("ids") == json{"first_payment"});
    CHECK(bureau.fund().at("paid") == yuan("50000.00"));
    check_agreement(bureau);
    pay(json::object());
    CHECK(payment(bureau, application).at("status") == "paid");
    CHECK(bureau.seen(application).at("state").at("ids") == json{"operating"});
    CHECK(bureau.fund().at("committed") == yuan("80000.00"));
    check_agreement(bureau);
}

TEST_CASE("a part that comes back while another one is with the bank is paid after it", "[money]") {
    dream_fund bureau;
    const auto application = bureau.with_payment_due();
    const auto to_the_bank = [&](const json& part) {
        REQUIRE(bureau.post("olga", payment_of(application, "prepare"), part).status == 200);
        REQUIRE(bureau.post("dora", payment_of(application, "approve"), json::object()).status == 200);
        return sent(bureau);
    };
    const auto first = to_the_bank({{"amount", yuan("50000.00")}});
    REQUIRE(read_answer(bureau, first, answer_to(bureau, first, ledger::bank_outcome::paid)).status == 200);
    const auto second = to_the_bank(json::object());
    const auto back = answer_to(bureau, first, ledger::bank_outcome::returned, "B0002", "账户已销户");
    REQUIRE(read_answer(bureau, first, back).status == 200);
    CHECK(payment(bureau, application).at("status") == "sent");
    CHECK(payment(bureau, application).at("under_way") == yuan("70000.00"));
    CHECK(bureau.fund().at("paid") == yuan("0.00"));
    check_agreement(bureau);
    REQUIRE(read_answer(bureau, second, answer_to(bureau, second, ledger::bank_outcome::paid, "B0003")).status == 200);
    CHECK(payment(bureau, application).at("status") == "due");
    CHECK(payment(bureau, application).at("paid") == yuan("70000.00"));
    const auto third = to_the_bank(json::object());
    CHECK(third.at("lines").at(0).at("amount") == yuan("50000.00"));
    REQUIRE(read_answer(bureau, third, answer_to(bureau, third, ledger::bank_outcome::paid, "B0004")).status == 200);
    CHECK(payment(bureau, application).at("status") == "paid");
    CHECK(bureau.seen(application).at("state").at("ids") == json{"operating"});
    CHECK(bureau.fund().at("paid") == yuan("120000.00"));
    check_agreement(bureau);
}

TEST_CASE("a year's end carries over what came in during it, and returns what was unspent two years in a row",
          "[money]") {
    dream_fund bureau{"2026-03-10T09:00:00+08:00", "1000000.00"};
    bureau.published(); // reserves 200,000
    const auto closing = [](int year) { return posting("fiona", the_fund + "/year-ends", {{"year", year}}); };
    refused(bureau, closing(2026), 409, reason::event_not_possible);
    refused(bureau, posting("dora", the_fund + "/year-ends", {{"year", 2025}}), 403, reason::not_permitted);
    bureau.move_to(parse_rfc3339("2027-01-04T09:00:00+08:00").value());
    const auto foreseen = bureau.get("audrey", the_fund + "/year-ends/2026").data();
    CHECK(foreseen.at("carried_over") == yuan("800000.00"));
    CHECK(foreseen.at("closed_at").is_null());
    const auto closed = bureau.post("fiona", the_fund + "/year-ends", {{"year", 2026}});
    REQUIRE(closed.status == 201);
    CHECK(closed.data().at("returned") == yuan("0.00"));
    refused(bureau, closing(2026), 409, reason::already_exists);

    bureau.appropriate(dream_fund::programme, yuan("300000.00"));
    bureau.move_to(parse_rfc3339("2028-01-04T09:00:00+08:00").value());
    REQUIRE(bureau.post("fiona", the_fund + "/year-ends", {{"year", 2027}}).data().at("returned") == yuan("800000.00"));
    CHECK(bureau.fund().at("available") == yuan("300000.00"));
    CHECK(bureau.fund().at("appropriated") == yuan("500000.00"));
    CHECK(bureau.get("audrey", the_fund + "/year-ends/2027").data().at("closed_at").is_string());
    refused(bureau, getting("audrey", the_fund + "/year-ends/next"), 404, reason::not_found);
    check_agreement(bureau);
}

TEST_CASE("balances are told for any past instant, and each entry leads to the act that made it", "[money]") {
    dream_fund bureau{"2026-03-10T09:00:00+08:00", "1000000.00"};
    const auto before = bureau.now();
    bureau.move_to(instant{before.milliseconds + 86'400'000});
    const auto application = bureau.published();
    const auto at = [&](instant when) {
        std::string written = to_rfc3339(when);
        written.replace(written.find('+'), 1, "%2B");
        return bureau.get("audrey", the_fund + "?at=" + written).data();
    };
    CHECK(at(before).at("available") == yuan("1000000.00"));
    CHECK(at(before).at("reserved") == yuan("0.00"));
    CHECK(at(instant{before.milliseconds - 1}).at("appropriated") == yuan("0.00"));
    CHECK(at(instant{bureau.now().milliseconds - 1}).at("reserved") == yuan("0.00"));
    auto now = at(bureau.now());
    now.erase("at");
    CHECK(now == bureau.fund());
    refused(bureau, getting("audrey", the_fund + "?at=yesterday"), 400, reason::malformed_request);

    const auto entry = bureau.get("audrey", the_fund + "/entries?account=reserved").data().at("items").at(0);
    CHECK(entry.at("application") == application);
    CHECK(entry.at("event").at("kind") == "send_event");
    CHECK(entry.at("event").at("subject") == application);
    CHECK(entry.at("event").at("href") == "/v1/applications/" + application + "/events");
    const auto history = bureau.get("audrey", events_of(application) + "?limit=200").data().at("items");
    CHECK(std::any_of(history.begin(), history.end(), [&](const json& each) {
        return each.at("revision") == entry.at("event").at("revision") &&
               each.at("hash") == entry.at("event").at("hash");
    }));
    refused(bureau, getting("audrey", the_fund + "/entries?account=nothing"), 422, reason::invalid_value);
}
