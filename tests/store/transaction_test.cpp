#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

TEST_CASE("what is not committed never was") {
    fresh_store store{GENERATE(from_range(backends()))};
    store->begin_write()->put_application(sample_application(1), 0);
    CHECK_FALSE(store->read()->find_application(sample_id(1)));
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    CHECK(store->read()->find_application(sample_id(1)));
}

TEST_CASE("a failing neighbour is undone without a trace, whatever it wrote") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 1; i <= 3; ++i) {
            const auto command = t.begin_savepoint();
            t.put_application(sample_application(i), 0);
            t.append_log(sample_log(t.head("dream"), "dream", sample_id(i), 1));
            t.put_outbox("mail", std::to_string(i), instant{i});
            const std::vector<account_balance> change{{"f", "", "available", fen{i}}};
            t.post({}, change);
            t.put_timer({sample_id(i), "notice", "dream", instant{i}});
            if (i != 2) command->release();
        }
    });
    const auto reader = store->read();
    CHECK(reader->find_application(sample_id(1)));
    CHECK_FALSE(reader->find_application(sample_id(2)));
    CHECK(reader->find_application(sample_id(3)));
    CHECK(reader->head("dream").length == 2);
    CHECK(reader->outbox_after(0, 9).size() == 2);
    CHECK(reader->balances("f", "").at(0).amount == fen{4});
    CHECK(reader->count_applications().at(0).count == 2);
    CHECK(reader->due_timers(instant{9}, 9).size() == 2);
    CHECK(reader->chain("dream", {}).items.at(1).previous == reader->chain("dream", {}).items.at(0).hash);
}

TEST_CASE("savepoints nest: the outer one takes the inner one along") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        {
            const auto outer = t.begin_savepoint();
            const auto inner = t.begin_savepoint();
            t.put_application(sample_application(1), 0);
            inner->release();
        }
        {
            const auto outer = t.begin_savepoint();
            {
                const auto inner = t.begin_savepoint();
                t.put_application(sample_application(2), 0);
            }
            t.put_application(sample_application(3), 0);
            outer->release();
        }
    });
    CHECK_FALSE(store->read()->find_application(sample_id(1)));
    CHECK_FALSE(store->read()->find_application(sample_id(2)));
    CHECK(store->read()->find_application(sample_id(3)));
}

TEST_CASE("a commit with an open savepoint, and any call after the commit, are refused") {
    fresh_store store{GENERATE(from_range(backends()))};
    const auto transaction = store->begin_write();
    {
        const auto open = transaction->begin_savepoint();
        CHECK_THROWS_AS(transaction->commit(), store_misused);
    }
    transaction->commit();
    CHECK_THROWS_AS(transaction->put_application(sample_application(1), 0), store_misused);
    CHECK_THROWS_AS(transaction->begin_savepoint(), store_misused);
    CHECK_THROWS_AS(transaction->commit(), store_misused);
}

TEST_CASE("everything committed is there after a restart") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        t.append_log(sample_log({}, "dream", sample_id(1), 1));
        CHECK(t.next_number("receipts") == 1);
    });
    const chain_head head = store->read()->head("dream");
    store.reopen();
    CHECK(store->read()->find_application(sample_id(1)) == sample_application(1));
    CHECK(store->read()->head("dream") == head);
    write(*store, [&](write_transaction& t) {
        CHECK(t.next_number("receipts") == 2);
        CHECK(t.append_log(sample_log(head, "dream", sample_id(1), 2)) == 2);
    });
}

TEST_CASE("a place in the lists that was only tried is stored when it is taken") {
    fresh_store store{GENERATE(from_range(backends()))};
    application_record moved = sample_application(1);
    write(*store, [&](write_transaction& t) {
        t.put_application(moved, 0);
        moved.revision = 2;
        moved.state = "accepted";
        {
            const auto tried = t.begin_savepoint();
            t.put_application(moved, 1);
        }
        application_filter accepted;
        accepted.states = std::vector<std::string>{"accepted"};
        CHECK(t.list_applications(accepted, {}).items.empty());
        t.put_application(moved, 1);
        CHECK(t.list_applications(accepted, {}).items.size() == 1);
    });
    store.reopen();
    application_filter all;
    const auto found = store->read()->list_applications(all, {}).items;
    REQUIRE(found.size() == 1);
    CHECK(found[0].state == "accepted");
}
