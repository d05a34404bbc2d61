#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

TEST_CASE("an answer is found under its key, and given once") {
    fresh_store store{GENERATE(from_range(backends()))};
    const idempotent_answer answer{"person-1 POST /v1/applications key", sha256("x"), 201, "{}", "body", instant{5}};
    write(*store, [&](write_transaction& t) {
        t.put_answer(answer);
        CHECK_THROWS_AS(t.put_answer(answer), duplicate_key);
    });
    CHECK(store->read()->find_answer(answer.key) == answer);
    CHECK_FALSE(store->read()->find_answer("another"));
}

TEST_CASE("old answers are forgotten, so many at a time") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 0; i < 10; ++i)
            t.put_answer({"key-" + std::to_string(i), {}, 200, "", "", instant{i}});
        CHECK(t.remove_answers_before(instant{8}, 5) == 5);
        CHECK(t.remove_answers_before(instant{8}, 5) == 3);
        CHECK(t.remove_answers_before(instant{8}, 5) == 0);
        CHECK(t.find_answer("key-8"));
        CHECK_FALSE(t.find_answer("key-7"));
    });
}

TEST_CASE("an answer that a rolled-back command forgot can be forgotten again") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        t.put_answer({"old", {}, 200, "", "", instant{1}});
        {
            const auto command = t.begin_savepoint();
            CHECK(t.remove_answers_before(instant{8}, 5) == 1);
        }
        CHECK(t.remove_answers_before(instant{8}, 5) == 1);
        t.put_answer({"older", {}, 200, "", "", instant{0}});
    });
    store->begin_write()->remove_answers_before(instant{8}, 5);
    write(*store, [](write_transaction& t) { CHECK(t.remove_answers_before(instant{8}, 5) == 1); });
}

TEST_CASE("messages come in order, and a position is never used again, even after a restart") {
    fresh_store store{GENERATE(from_range(backends()))};
    std::int64_t last = 0;
    write(*store, [&](write_transaction& t) {
        const std::int64_t first = t.put_outbox("mail", "1", instant{1});
        last = t.put_outbox("webhook", "2", instant{2});
        CHECK(first < last);
        CHECK(t.outbox_after(0, 1) == std::vector<outbox_record>{{first, "mail", "1", instant{1}}});
        CHECK(t.outbox_after(first, 9) == std::vector<outbox_record>{{last, "webhook", "2", instant{2}}});
        CHECK(t.remove_outbox_through(last, 1) == 1);
        CHECK(t.remove_outbox_through(last, 9) == 1);
        CHECK(t.outbox_after(0, 9).empty());
    });
    store.reopen();
    write(*store, [&](write_transaction& t) { CHECK(t.put_outbox("mail", "3", instant{3}) > last); });
}
