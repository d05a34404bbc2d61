#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

TEST_CASE("an application is found as it was put, by id and by number") {
    fresh_store store{GENERATE(from_range(backends()))};
    const application_record a = sample_application(1);
    write(*store, [&](write_transaction& t) { t.put_application(a, 0); });
    CHECK(store->read()->find_application(a.id) == a);
    CHECK(store->read()->find_application_by_number(a.number) == a);
    CHECK_FALSE(store->read()->find_application(sample_id(2)));
    CHECK_FALSE(store->read()->find_application_by_number("SL-2026-2"));
}

TEST_CASE("text with quotes, zeros and Chinese survives") {
    fresh_store store{GENERATE(from_range(backends()))};
    application_record a = sample_application(1);
    a.title = std::string{"'; DROP TABLE log; -- \0 渠成", 31};
    a.body.clear();
    write(*store, [&](write_transaction& t) { t.put_application(a, 0); });
    CHECK(store->read()->find_application(a.id) == a);
}

TEST_CASE("an application that has no number yet is not found by an empty one, and there may be many") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 1; i <= 2; ++i) {
            application_record a = sample_application(i);
            a.number.clear();
            t.put_application(a, 0);
        }
    });
    CHECK_FALSE(store->read()->find_application_by_number(""));
}

TEST_CASE("the applications of a version are listed by id, drafts and bodies included") {
    fresh_store store{GENERATE(from_range(backends()))};
    std::vector<application_record> wanted;
    write(*store, [&](write_transaction& t) {
        for (int i = 1; i <= 6; ++i) {
            application_record a = sample_application(i);
            a.draft = i % 2 == 0;
            if (i == 3) a.definition_version = "another";
            if (i == 4) a.programme = "another";
            t.put_application(a, 0);
            if (i != 3 && i != 4) wanted.push_back(a);
        }
    });
    const auto reader = store->read();
    const auto found = all_pages<application_record>(2, [&](const page_request& want) {
        return reader->applications_of_version(wanted.front().programme, wanted.front().definition_version, want);
    });
    CHECK(found == wanted);
}

TEST_CASE("a change needs the revision that is stored") {
    fresh_store store{GENERATE(from_range(backends()))};
    application_record a = sample_application(1);
    write(*store, [&](write_transaction& t) { t.put_application(a, 0); });
    const auto transaction = store->begin_write();
    a.revision = 2;
    CHECK_THROWS_AS(transaction->put_application(a, 0), version_mismatch);
    CHECK_THROWS_AS(transaction->put_application(sample_application(2), 1), version_mismatch);
    try {
        transaction->put_application(a, 7);
        FAIL("a stale revision was taken");
    } catch (const version_mismatch& mismatch) {
        CHECK(mismatch.expected() == 7);
        CHECK(mismatch.found() == 1);
    }
    transaction->put_application(a, 1);
    transaction->commit();
    CHECK(store->read()->find_application(a.id)->revision == 2);
}

TEST_CASE("a revision that does not rise, another programme and another time of creation are refused") {
    fresh_store store{GENERATE(from_range(backends()))};
    const application_record a = sample_application(1);
    write(*store, [&](write_transaction& t) { t.put_application(a, 0); });
    const auto transaction = store->begin_write();
    CHECK_THROWS_AS(transaction->put_application(a, 1), store_misused);
    application_record moved = a;
    moved.revision = 2;
    moved.programme = "reward";
    CHECK_THROWS_AS(transaction->put_application(moved, 1), store_misused);
    moved.programme = a.programme;
    moved.created_at.milliseconds += 1;
    CHECK_THROWS_AS(transaction->put_application(moved, 1), store_misused);
}

TEST_CASE("a number belongs to one application, and the transaction goes on after a second one wanted it") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        application_record second = sample_application(2);
        second.number = sample_application(1).number;
        CHECK_THROWS_AS(t.put_application(second, 0), duplicate_key);
        t.put_application(sample_application(3), 0);
    });
    CHECK_FALSE(store->read()->find_application(sample_id(2)));
    CHECK(store->read()->find_application(sample_id(3)));
    CHECK(store->read()->count_applications() == std::vector<application_count>{{"dream", "formal_check", false, 2}});
}

TEST_CASE("counts follow every change of state and the end of the draft") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 1; i <= 3; ++i) {
            application_record a = sample_application(i);
            a.draft = true;
            a.state = "draft";
            t.put_application(a, 0);
        }
        application_record other = sample_application(4);
        other.programme = "reward";
        t.put_application(other, 0);
        application_record submitted = sample_application(1);
        submitted.revision = 2;
        t.put_application(submitted, 1);
        submitted.revision = 3; // a change that leaves the state
        t.put_application(submitted, 2);
    });
    const auto reader = store->read();
    const std::vector<application_count> dream{{"dream", "draft", true, 2}, {"dream", "formal_check", false, 1}};
    CHECK(reader->count_applications(std::vector<std::string>{"dream", "dream"}) == dream);
    CHECK(reader->count_applications().size() == 3);
    CHECK(reader->count_applications(std::vector<std::string>{}).empty());
}

TEST_CASE("an application's view comes with its notes, and each is changed apart") {
    fresh_store store{GENERATE(from_range(backends()))};
    application_record a = sample_application(1);
    a.view = R"({"title":"水渠 1"})";
    a.view_format = 3;
    write(*store, [&](write_transaction& t) { t.put_application(a, 0); });
    CHECK(store->read()->find_view(a.id) == application_view{3, a.view});
    CHECK_FALSE(store->read()->find_view(sample_id(2)));

    application_notes notes{"person-7", 3, 1, 2, 0, true};
    write(*store, [&](write_transaction& t) {
        t.put_notes(a.id, notes);
        CHECK((*t.share_application(a.id))->notes == notes);
        CHECK_THROWS_AS(t.put_notes(sample_id(2), notes), store_misused);
    });
    const application_notes kept = notes;
    CHECK((*store->read()->share_application(a.id))->notes == notes);

    a.revision = 2;
    a.view = "{}";
    notes.messages = 4;
    write(*store, [&](write_transaction& t) {
        t.put_application(a, 1);
        CHECK((*t.share_application(a.id))->notes == kept);
        const auto undone = t.begin_savepoint();
        t.put_notes(a.id, notes);
    });
    CHECK(store->read()->find_view(a.id) == application_view{3, "{}"});
    CHECK((*store->read()->share_application(a.id))->notes == kept);

    a.revision = 3;
    a.view.clear();
    write(*store, [&](write_transaction& t) { t.put_application(a, 2); });
    CHECK_FALSE(store->read()->find_view(a.id));
}
