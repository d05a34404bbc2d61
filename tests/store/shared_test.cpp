#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <atomic>
#include <stdexcept>
#include <thread>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

entity sample_person(int revision, const std::string& lookup = "token") {
    return {"person", "p", "", revision, lookup, R"({"revision":)" + std::to_string(revision) + "}"};
}

std::int64_t revision_of(const std::shared_ptr<const shared_entity>& found) {
    return found ? (*found)->revision : 0;
}

application_record without_body(application_record a) {
    a.body.clear();
    return a;
}

struct length {
    std::size_t characters;
};

} // namespace

TEST_CASE("a shared entity is the one that is stored, by id and by lookup") {
    fresh_store store{GENERATE(from_range(backends()))};
    CHECK_FALSE(store->read()->share_entity("person", "p"));
    CHECK_FALSE(store->read()->share_entity_by_lookup("person", "token"));
    CHECK_FALSE(store->read()->share_entity_by_lookup("person", ""));
    write(*store, [](write_transaction& t) { t.put_entity(sample_person(1), 0); });
    const auto by_id = store->read()->share_entity("person", "p");
    REQUIRE(by_id);
    CHECK(**by_id == sample_person(1));
    CHECK(store->read()->share_entity("person", "p") == by_id);
    CHECK(store->read()->share_entity_by_lookup("person", "token") == by_id);
    CHECK_FALSE(store->read()->share_entity("organisation", "p"));
    store.reopen();
    CHECK(revision_of(store->read()->share_entity_by_lookup("person", "token")) == 1);
}

TEST_CASE("a changed entity is seen by whoever reads after the commit, under its old and its new lookup") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.put_entity(sample_person(1), 0); });
    const auto before = store->read();
    CHECK(revision_of(before->share_entity("person", "p")) == 1);
    write(*store, [](write_transaction& t) { t.put_entity(sample_person(2, "other"), 1); });
    const auto after = store->read();
    CHECK(revision_of(after->share_entity("person", "p")) == 2);
    CHECK(revision_of(after->share_entity_by_lookup("person", "other")) == 2);
    CHECK_FALSE(after->share_entity_by_lookup("person", "token"));
    CHECK(revision_of(before->share_entity("person", "p")) == 1);
    CHECK(revision_of(before->share_entity_by_lookup("person", "token")) == 1);
    CHECK_FALSE(before->share_entity_by_lookup("person", "other"));
    write(*store, [](write_transaction& t) { t.remove_entity("person", "p", 2); });
    CHECK_FALSE(store->read()->share_entity("person", "p"));
    CHECK_FALSE(store->read()->share_entity_by_lookup("person", "other"));
    CHECK(revision_of(after->share_entity_by_lookup("person", "other")) == 2);
}

TEST_CASE(
    "a write transaction alone sees the shared values that it wrote, and a rolled-back savepoint takes them back") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.put_entity(sample_person(1), 0); });
    {
        const auto t = store->begin_write();
        t->put_entity(sample_person(2), 1);
        {
            const auto command = t->begin_savepoint();
            t->put_entity(sample_person(3, "third"), 2);
            CHECK(revision_of(t->share_entity("person", "p")) == 3);
            CHECK(revision_of(t->share_entity_by_lookup("person", "third")) == 3);
            CHECK_FALSE(t->share_entity_by_lookup("person", "token"));
        }
        CHECK(revision_of(t->share_entity("person", "p")) == 2);
        CHECK(revision_of(t->share_entity_by_lookup("person", "token")) == 2);
        CHECK_FALSE(t->share_entity_by_lookup("person", "third"));
        CHECK(revision_of(store->read()->share_entity("person", "p")) == 1);
    }
    CHECK(revision_of(store->read()->share_entity_by_lookup("person", "token")) == 1);
    write(*store, [](write_transaction& t) {
        t.put_entity(sample_person(2), 1);
        const auto command = t.begin_savepoint();
        t.remove_entity("person", "p", 2);
        CHECK_FALSE(t.share_entity("person", "p"));
        command->release();
    });
    CHECK_FALSE(store->read()->share_entity_by_lookup("person", "token"));
}

TEST_CASE("a shared application is its row without the body, and its list finds the same rows") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 1; i <= 5; ++i)
            t.put_application(sample_application(i), 0);
    });
    const auto reader = store->read();
    REQUIRE(reader->share_application(sample_id(1)));
    CHECK(**reader->share_application(sample_id(1)) == without_body(sample_application(1)));
    CHECK_FALSE(reader->share_application("nobody"));
    application_record moved = sample_application(1);
    moved.revision = 2;
    moved.state = "accepted";
    write(*store, [&](write_transaction& t) { t.put_application(moved, 1); });
    CHECK(**store->read()->share_application(moved.id) == without_body(moved));
    CHECK((*reader->share_application(moved.id))->revision == 1);
    const page_request want{std::nullopt, 3};
    const auto shared_rows = store->read()->share_applications({}, want);
    const auto rows = store->read()->list_applications({}, want);
    REQUIRE(shared_rows.items.size() == 3);
    CHECK(shared_rows.next == rows.next);
    for (std::size_t i = 0; i < rows.items.size(); ++i)
        CHECK(**shared_rows.items[i] == rows.items[i]);
}

TEST_CASE("the totals follow every commit, and a reader keeps those of its moment") {
    fresh_store store{GENERATE(from_range(backends()))};
    CHECK(store->read()->share_counts()->operator*().empty());
    write(*store, [](write_transaction& t) {
        t.put_application(sample_application(1), 0);
        t.put_application(sample_application(2), 0);
        const auto command = t.begin_savepoint();
        t.put_application(sample_application(3), 0);
        CHECK(t.count_applications().at(0).count == 3);
    });
    const auto before = store->read();
    application_record moved = sample_application(1);
    moved.revision = 2;
    moved.state = "accepted";
    write(*store, [&](write_transaction& t) {
        t.put_application(moved, 1);
        const std::vector<application_count> now{{"dream", "accepted", false, 1}, {"dream", "formal_check", false, 1}};
        CHECK(t.count_applications() == now);
    });
    CHECK(before->count_applications() == std::vector<application_count>{{"dream", "formal_check", false, 2}});
    const std::vector<application_count> now{{"dream", "accepted", false, 1}, {"dream", "formal_check", false, 1}};
    CHECK(**store->read()->share_counts() == now);
    CHECK(store->read()->count_applications(std::vector<std::string>{"reward"}).empty());
    moved.revision = 3;
    moved.state = "formal_check";
    write(*store, [&](write_transaction& t) { t.put_application(moved, 2); });
    const std::vector<application_count> last{{"dream", "formal_check", false, 2}};
    CHECK(store->read()->count_applications() == last);
    store.reopen();
    CHECK(store->read()->count_applications() == last);
}

TEST_CASE("what is made of a shared value is made once for all, and again for the next value") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.put_entity(sample_person(1), 0); });
    const auto found = store->read()->share_entity("person", "p");
    std::atomic<int> made = 0;
    CHECK_THROWS_AS(found->derived<length>([]() -> length { throw std::runtime_error("not now"); }),
                    std::runtime_error);
    std::vector<std::thread> askers;
    std::atomic<int> wrong = 0;
    for (int i = 0; i < 4; ++i)
        askers.emplace_back([&] {
            const auto& kept = found->derived<length>([&](const entity& e) {
                ++made;
                return length{e.body.size() + found->derived<int>([] { return 1; })};
            });
            if (kept.characters != sample_person(1).body.size() + 1) ++wrong;
        });
    for (std::thread& asker : askers)
        asker.join();
    CHECK(made == 1);
    CHECK(wrong == 0);
    write(*store, [](write_transaction& t) { t.put_entity(sample_person(2), 1); });
    CHECK(store->read()->share_entity("person", "p")->derived<length>([] { return length{7}; }).characters == 7);
}

TEST_CASE("a change of a kind is told before its commit returns, to whoever made something of an older snapshot") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.put_entity(sample_person(1), 0); });
    const auto made = store->read()->snapshot();
    CHECK(store->changed_at("person") <= made);
    {
        const auto t = store->begin_write();
        CHECK(t->changed_at("person") <= t->snapshot());
        t->put_entity(sample_person(2), 1);
        CHECK(t->changed_at("person") > t->snapshot());
        CHECK(store->changed_at("person") <= made);
        t->commit();
    }
    CHECK(store->changed_at("person") > made);
    const auto next = store->read()->snapshot();
    CHECK(store->changed_at("person") <= next);
    write(*store, [](write_transaction& t) { t.put_party("person", "unit", "p"); });
    CHECK(store->changed_at("person") > next);
    CHECK(store->changed_at("organisation") <= made);
}

namespace {

constexpr int persons = 8;

std::string person_id(int number) {
    return "p" + std::to_string(number);
}

/// Changes some persons, their lookups and one application, now and then only to take part of it back.
void change_something(write_transaction& t, int round) {
    for (int i = 0; i < 3; ++i) {
        const auto command = t.begin_savepoint();
        const std::string id = person_id((round * 3 + i) % persons);
        const auto before = t.find_entity("person", id);
        const std::int64_t revision = before ? before->revision : 0;
        if (before && round % 5 == 0)
            t.remove_entity("person", id, revision);
        else
            t.put_entity(
                {"person", id, "", revision + round + 1, round % 3 == 0 ? "" : "l" + id, std::to_string(round)},
                revision);
        if ((round + i) % 4 != 0) command->release();
    }
    application_record a = sample_application(1);
    const auto stored = t.find_application(a.id);
    a.revision = stored ? stored->revision + 1 : 1;
    a.state = "state-" + std::to_string(round % 7);
    t.put_application(a, a.revision - 1);
}

template<class Shared, class Plain>
bool is_same(const Shared& shared, const Plain& plain) {
    return static_cast<bool>(shared) == plain.has_value() && (!shared || **shared == *plain);
}

/// Whether all shared values are exactly what the same reader finds in the store.
bool is_exact(reader& r) {
    for (int i = 0; i < persons; ++i) {
        const std::string id = person_id(i);
        if (!is_same(r.share_entity("person", id), r.find_entity("person", id))) return false;
        if (!is_same(r.share_entity_by_lookup("person", "l" + id), r.find_entity_by_lookup("person", "l" + id)))
            return false;
    }
    auto plain = r.find_application(sample_id(1));
    if (plain) plain->body.clear();
    if (!is_same(r.share_application(sample_id(1)), plain)) return false;
    const auto counts = r.share_counts();
    return plain ? (*counts)->size() == 1 && (*counts)->front().state == plain->state : (*counts)->empty();
}

} // namespace

TEST_CASE("beside a busy writer no reader is given a value from before or after its moment") {
    fresh_store store{GENERATE(from_range(backends()))};
    std::atomic<bool> done = false;
    std::atomic<int> wrong = 0;
    std::atomic<int> looked = 0;
    std::vector<std::thread> watchers;
    for (int i = 0; i < 4; ++i)
        watchers.emplace_back([&] {
            do {
                const auto snapshot = store->read();
                if (!is_exact(*snapshot)) ++wrong;
                std::this_thread::yield();
                if (!is_exact(*snapshot)) ++wrong;
                ++looked;
            } while (!done);
        });
    for (int round = 1; round <= 400; ++round) {
        const auto t = store->begin_write();
        change_something(*t, round);
        if (!is_exact(*t)) ++wrong;
        if (round % 6 != 0) t->commit();
    }
    done = true;
    for (std::thread& watcher : watchers)
        watcher.join();
    CHECK(wrong == 0);
    CHECK(looked >= 4);
}
