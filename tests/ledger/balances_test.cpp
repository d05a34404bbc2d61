#include "engine/ledger/balances.hpp"

#include <catch2/catch_test_macros.hpp>

using namespace sluice;
using namespace sluice::ledger;

namespace {

posting of(movement kind, std::int64_t amount, std::string application = "A-1") {
    return make_posting("dream", kind, fen{amount}, is_of_application(kind) ? std::move(application) : std::string{});
}

balances after(std::initializer_list<posting> postings) {
    balances books{"dream", {}, {}};
    for (const auto& posted : postings)
        books = apply(books, posted).value();
    return books;
}

reason why_not(const balances& books, const posting& posted) {
    const auto refused = apply(books, posted);
    REQUIRE(refused.has_error());
    CHECK_FALSE(refused.error().explanation.zh.empty());
    CHECK_FALSE(refused.error().explanation.en.empty());
    return refused.error().reason;
}

} // namespace

TEST_CASE("money goes from the appropriation to the applicant in five steps", "[ledger]") {
    const auto books =
        after({of(movement::appropriate, 1000), of(movement::reserve, 300), of(movement::commit, 200),
               of(movement::release_reservation, 100), of(movement::pay, 120), of(movement::release_commitment, 80)});
    CHECK(books.totals.available == fen{880});
    CHECK(books.totals.paid == fen{120});
    CHECK(books.totals.reserved == fen{0});
    CHECK(books.of_application("A-1").paid == fen{120});
    CHECK(verify(books).has_value());
}

TEST_CASE("an exit brings principal and gain back into the fund", "[ledger]") {
    const auto books = after({of(movement::appropriate, 1000), of(movement::reserve, 1000), of(movement::commit, 1000),
                              of(movement::invest, 1000), of(movement::return_principal, 600), of(movement::gain, 50),
                              of(movement::write_off, 400)});
    CHECK(books.totals.available == fen{650});
    CHECK(books.totals.invested == fen{0});
    CHECK(books.totals.written_off == fen{400});
    CHECK(verify(books).has_value());
}

TEST_CASE("an exhausted fund refuses and says what is available", "[ledger]") {
    const auto books = after({of(movement::appropriate, 12345)});
    const auto refused = apply(books, of(movement::reserve, 12346));
    REQUIRE(refused.has_error());
    CHECK(refused.error().reason == reason::fund_exhausted);
    CHECK(refused.error().explanation.zh.find("123.45") != std::string::npos);
    CHECK(refused.error().explanation.en.find("123.45") != std::string::npos);
    CHECK(why_not(books, of(movement::withdraw_appropriation, 12346)) == reason::fund_exhausted);
    CHECK(apply(books, of(movement::reserve, 12345)).has_value());
}

TEST_CASE("an application draws only on what is its own", "[ledger]") {
    const auto books =
        after({of(movement::appropriate, 1000), of(movement::reserve, 300), of(movement::commit, 200),
               of(movement::reserve, 300, "A-2"), of(movement::commit, 300, "A-2"), of(movement::pay, 100)});
    for (const auto& refused :
         {of(movement::commit, 101), of(movement::release_reservation, 101), of(movement::pay, 101),
          of(movement::invest, 101), of(movement::release_commitment, 101), of(movement::recover, 101),
          of(movement::return_surplus, 101), of(movement::reverse_payment, 101), of(movement::return_principal, 1),
          of(movement::write_off, 1), of(movement::pay, 1, "A-3")})
        CHECK(why_not(books, refused) == reason::amount_exceeds_commitment);
}

TEST_CASE("no more comes back than was paid, by all three ways together", "[ledger]") {
    const auto books = after({of(movement::appropriate, 1000), of(movement::reserve, 300), of(movement::commit, 300),
                              of(movement::pay, 300), of(movement::recover, 100), of(movement::return_surplus, 100)});
    CHECK(books.totals.available == fen{900});
    for (const auto kind : {movement::recover, movement::return_surplus, movement::reverse_payment}) {
        CHECK(why_not(books, of(kind, 101)) == reason::amount_exceeds_commitment);
        CHECK(apply(books, of(kind, 100)).has_value());
    }
}

TEST_CASE("zero, negative and enormous amounts are refused", "[ledger]") {
    const auto books = after({of(movement::appropriate, 1000)});
    for (const auto amount : {std::int64_t{0}, std::int64_t{-1}, fen_max.count() + 1})
        CHECK(why_not(books, of(movement::reserve, amount)) == reason::amount_invalid);
}

TEST_CASE("the treasury takes back no more than it gave", "[ledger]") {
    const auto books = after({of(movement::appropriate, 100), of(movement::gain, 500)});
    CHECK(why_not(books, of(movement::withdraw_appropriation, 101)) == reason::amount_invalid);
    CHECK(apply(books, of(movement::withdraw_appropriation, 100)).has_value());
}

TEST_CASE("an account that would pass the bound is refused, not wrapped", "[ledger]") {
    const auto full = after({of(movement::appropriate, fen_max.count())});
    CHECK(why_not(full, of(movement::appropriate, 1)) == reason::arithmetic_overflow);
    CHECK(why_not(full, of(movement::gain, 1)) == reason::arithmetic_overflow);
}

TEST_CASE("a posting that does not belong is refused", "[ledger]") {
    const auto books = after({of(movement::appropriate, 1000)});
    auto crossed = of(movement::reserve, 1);
    crossed.to = account::paid;
    CHECK(why_not(books, crossed) == reason::ledger_unbalanced);
    auto foreign = of(movement::reserve, 1);
    foreign.fund = "other";
    CHECK(why_not(books, foreign) == reason::ledger_unbalanced);
    CHECK(why_not(books, make_posting("dream", movement::reserve, fen{1})) == reason::ledger_unbalanced);
    CHECK(why_not(books, make_posting("dream", movement::appropriate, fen{1}, "A-1")) == reason::ledger_unbalanced);
}

TEST_CASE("an entry is made whole or not at all", "[ledger]") {
    const auto books = after({of(movement::appropriate, 100)});
    const entry two{"e", {}, 7, {of(movement::reserve, 60), of(movement::reserve, 60, "A-2")}};
    const auto refused = apply(books, two);
    REQUIRE(refused.has_error());
    CHECK(refused.error().place == "/postings/1/amount");
    CHECK(apply(books, entry{"e", {}, 7, {}}).error().reason == reason::ledger_unbalanced);
}

TEST_CASE("balances are read back equal, and tampered ones are refused", "[ledger]") {
    const auto books = after({of(movement::appropriate, 1000), of(movement::reserve, 300), of(movement::commit, 200)});
    const auto written = to_json(books);
    CHECK(balances_from_json(written, "").value() == books);

    auto richer = written;
    richer["totals"]["available"]["amount"] = "7.01";
    CHECK(balances_from_json(richer, "").error().reason == reason::ledger_unbalanced);
    auto unknown = written;
    unknown["totals"]["pocket"] = money_to_json(fen{1});
    CHECK(balances_from_json(unknown, "").error().reason == reason::unknown_field);
    auto lacking = written;
    lacking["applications"]["A-1"].erase("paid");
    CHECK(balances_from_json(lacking, "").error().place == "/applications/A-1/paid");
}

TEST_CASE("verification finds every broken invariant", "[ledger]") {
    const auto sound = after({of(movement::appropriate, 1000), of(movement::reserve, 300)});
    auto books = sound;
    books.totals.available += fen{1};
    CHECK(verify(books).error().place == "/available");
    books = sound;
    books.totals.reserved = fen{-300};
    CHECK(verify(books).has_error());
    books = sound;
    books.totals.reserved = fen{1001};
    books.totals.available = fen{-1};
    CHECK(verify(books).has_error());
    books = sound;
    books.applications["A-2"].reserved = fen{1};
    CHECK(verify(books).error().place == "/totals/reserved");
    books = sound;
    books.applications["A-1"].available = fen{1};
    CHECK(verify(books).has_error());
    books = sound;
    books.totals.recovery = fen{1};
    CHECK(verify(books).error().place == "/paid");
}
