#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

entity sample_entity(int number) {
    return {
        "organisation", sample_id(number), number % 2 == 0 ? "dream" : "", 1, "code-" + std::to_string(number), "{}"};
}

} // namespace

TEST_CASE("an entity is found by id and by lookup within its kind") {
    fresh_store store{GENERATE(from_range(backends()))};
    const entity e = sample_entity(1);
    write(*store, [&](write_transaction& t) { t.put_entity(e, 0); });
    const auto reader = store->read();
    CHECK(reader->find_entity("organisation", e.id) == e);
    CHECK(reader->find_entity_by_lookup("organisation", "code-1") == e);
    CHECK_FALSE(reader->find_entity("person", e.id));
    CHECK_FALSE(reader->find_entity_by_lookup("person", "code-1"));
}

TEST_CASE("a lookup is unique within its kind, save the empty one, which finds nothing") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        t.put_entity(sample_entity(1), 0);
        entity second = sample_entity(2);
        second.lookup = "code-1";
        CHECK_THROWS_AS(t.put_entity(second, 0), duplicate_key);
        second.kind = "person";
        t.put_entity(second, 0);
        for (int i = 3; i <= 4; ++i) {
            entity unnamed = sample_entity(i);
            unnamed.lookup.clear();
            t.put_entity(unnamed, 0);
        }
    });
    CHECK_FALSE(store->read()->find_entity_by_lookup("organisation", ""));
    CHECK(store->read()->list_entities({"organisation", {}}, {}).items.size() == 3);
}

TEST_CASE("an entity changes and goes only at the revision that is stored") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        entity e = sample_entity(1);
        t.put_entity(e, 0);
        CHECK_THROWS_AS(t.put_entity(e, 1), store_misused);
        e.revision = 2;
        e.body = R"({"name":"new"})";
        CHECK_THROWS_AS(t.put_entity(e, 0), version_mismatch);
        t.put_entity(e, 1);
        CHECK(t.find_entity("organisation", e.id) == e);
        CHECK_THROWS_AS(t.remove_entity("organisation", e.id, 1), version_mismatch);
        t.remove_entity("organisation", e.id, 2);
        CHECK_FALSE(t.find_entity("organisation", e.id));
        CHECK_THROWS_AS(t.remove_entity("organisation", e.id, 2), version_mismatch);
    });
}

TEST_CASE("entities of a kind are paged in order of id, all or of one programme") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        for (int i = 9; i >= 0; --i)
            t.put_entity(sample_entity(i), 0);
    });
    const auto reader = store->read();
    const auto list = [&](const entity_filter& filter) {
        return all_pages<entity>(3, [&](const page_request& want) { return reader->list_entities(filter, want); });
    };
    const auto all = list({"organisation", {}});
    REQUIRE(all.size() == 10);
    for (int i = 0; i < 10; ++i)
        CHECK(all[static_cast<std::size_t>(i)].id == sample_id(i));
    CHECK(list({"organisation", "dream"}).size() == 5);
    CHECK(list({"organisation", "reward"}).empty());
}

TEST_CASE("numbers count up from one in each sequence, and a rolled-back one is given again") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        CHECK(t.next_number("receipts") == 1);
        CHECK(t.next_number("receipts") == 2);
        CHECK(t.next_number("agreements") == 1);
    });
    CHECK(store->begin_write()->next_number("receipts") == 3);
    write(*store, [](write_transaction& t) {
        {
            const auto neighbour = t.begin_savepoint();
            CHECK(t.next_number("receipts") == 3);
        }
        CHECK(t.next_number("receipts") == 3);
    });
}
