#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <atomic>
#include <limits>
#include <thread>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

ledger_record sample_posting(const std::string& application, std::int64_t amount) {
    return {0, "dream-2026", application, "reserve", "available", "reserved", fen{amount}, instant{5}, 1, "note"};
}

void appropriate(database& into, std::int64_t amount) {
    write(into, [&](write_transaction& t) {
        const std::vector<account_balance> changes{{"dream-2026", "", "available", fen{amount}}};
        t.post({}, changes);
    });
}

/// Moves money from what is available to what is reserved for the application.
void reserve(write_transaction& t, const std::string& application, std::int64_t amount) {
    const std::vector<ledger_record> postings{sample_posting(application, amount)};
    const std::vector<account_balance> changes{{"dream-2026", "", "available", fen{-amount}},
                                               {"dream-2026", "", "reserved", fen{amount}},
                                               {"dream-2026", application, "reserved", fen{amount}}};
    t.post(postings, changes);
}

} // namespace

TEST_CASE("postings are kept in order and their changes add up") {
    fresh_store store{GENERATE(from_range(backends()))};
    appropriate(*store, 1'000);
    write(*store, [](write_transaction& t) {
        for (int i = 0; i < 5; ++i)
            reserve(t, i % 2 == 0 ? "a" : "b", 100);
    });
    const auto reader = store->read();
    CHECK(reader->balances("dream-2026", "") == std::vector<account_balance>{{"dream-2026", "", "available", fen{500}},
                                                                             {"dream-2026", "", "reserved", fen{500}}});
    CHECK(reader->balances("dream-2026", "a") ==
          std::vector<account_balance>{{"dream-2026", "a", "reserved", fen{300}}});
    CHECK(reader->balances("other", "").empty());
    const auto entries =
        all_pages<ledger_record>(2, [&](const page_request& want) { return reader->fund_entries("dream-2026", want); });
    REQUIRE(entries.size() == 5);
    ledger_record expected = sample_posting("a", 100);
    expected.position = 1;
    CHECK(entries[0] == expected);
    CHECK(all_pages<ledger_record>(1, [&](const page_request& want) {
              return reader->application_entries("b", want);
          }).size() == 2);
    CHECK(reader->application_entries("", {}).items.empty());
}

TEST_CASE("what moved before an instant is told to the millisecond, whatever the order in which it was written") {
    fresh_store store{GENERATE(from_range(backends()))};
    constexpr std::int64_t day = 86'400'000;
    write(*store, [](write_transaction& t) {
        std::int64_t amount = 1;
        for (const std::int64_t at : {3 * day + 5, day, 3 * day + 4, 3 * day, 40 * day}) {
            auto posting = sample_posting("a", amount *= 10);
            posting.at = instant{at};
            posting.movement = at == day ? "commit" : "reserve";
            t.post(std::vector{posting}, {});
        }
    });
    const auto reader = store->read();
    using sums = std::vector<movement_sum>;
    CHECK(reader->moved_before("dream-2026", instant{day}).empty());
    CHECK(reader->moved_before("dream-2026", instant{day + 1}) == sums{{"commit", fen{100}}});
    CHECK(reader->moved_before("dream-2026", instant{3 * day + 4}) ==
          sums{{"commit", fen{100}}, {"reserve", fen{10'000}}});
    CHECK(reader->moved_before("dream-2026", instant{3 * day + 6}) ==
          sums{{"commit", fen{100}}, {"reserve", fen{11'010}}});
    CHECK(reader->moved_before("dream-2026", instant{41 * day}) ==
          sums{{"commit", fen{100}}, {"reserve", fen{111'010}}});
    CHECK(reader->moved_before("other", instant{41 * day}).empty());
    const auto reserved = all_pages<ledger_record>(
        2, [&](const page_request& want) { return reader->movement_entries("dream-2026", "reserve", want); });
    REQUIRE(reserved.size() == 4);
    CHECK(reserved[1].amount == fen{1'000});
}

TEST_CASE("the buckets of a fund's applications are paged") {
    fresh_store store{GENERATE(from_range(backends()))};
    appropriate(*store, 1'000);
    write(*store, [](write_transaction& t) {
        for (int i = 0; i < 7; ++i)
            reserve(t, sample_id(i), 10 + i);
    });
    const auto reader = store->read();
    const auto buckets = all_pages<account_balance>(
        2, [&](const page_request& want) { return reader->application_balances("dream-2026", want); });
    REQUIRE(buckets.size() == 7);
    CHECK(buckets[3] == account_balance{"dream-2026", sample_id(3), "reserved", fen{13}});
}

TEST_CASE("a bucket never goes below zero, and the refused posting leaves nothing") {
    fresh_store store{GENERATE(from_range(backends()))};
    appropriate(*store, 150);
    write(*store, [](write_transaction& t) {
        reserve(t, "a", 100);
        CHECK_THROWS_AS(reserve(t, "b", 51), balance_negative);
        reserve(t, "c", 50);
    });
    const auto reader = store->read();
    CHECK(reader->fund_entries("dream-2026", {}).items.size() == 2);
    CHECK(reader->balances("dream-2026", "b").empty());
    CHECK(reader->balances("dream-2026", "").at(0).amount == fen{0});
}

TEST_CASE("changes of one bucket are taken together") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        const std::vector<account_balance> through{{"f", "", "available", fen{-10}}, {"f", "", "available", fen{10}}};
        t.post({}, through);
    });
    CHECK(store->read()->balances("f", "").at(0).amount == fen{0});
}

TEST_CASE("a bucket that would leave 64 bits is refused") {
    fresh_store store{GENERATE(from_range(backends()))};
    appropriate(*store, std::numeric_limits<std::int64_t>::max());
    const auto transaction = store->begin_write();
    const std::vector<account_balance> one_more{{"dream-2026", "", "available", fen{1}}};
    CHECK_THROWS_AS(transaction->post({}, one_more), std::overflow_error);
}

TEST_CASE("many writers at once never spend more than there is") {
    fresh_store store{GENERATE(from_range(backends()))};
    appropriate(*store, 30);
    std::atomic<int> spent = 0;
    std::vector<std::thread> spenders;
    for (int s = 0; s < 4; ++s)
        spenders.emplace_back([&store, &spent, s] {
            for (int i = 0; i < 10; ++i) {
                const auto transaction = store->begin_write();
                try {
                    reserve(*transaction, "application-" + std::to_string(s), 1);
                    transaction->commit();
                    ++spent;
                } catch (const balance_negative&) {
                    continue;
                }
            }
        });
    for (std::thread& spender : spenders)
        spender.join();
    CHECK(spent == 30);
    CHECK(store->read()->balances("dream-2026", "").at(1).amount == fen{30});
}
