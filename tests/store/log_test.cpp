#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

void append(database& into, const std::string& programme, const std::string& subject, int records) {
    write(into, [&](write_transaction& t) {
        for (int i = 1; i <= records; ++i)
            t.append_log(sample_log(t.head(programme), programme, subject, i));
    });
}

} // namespace

TEST_CASE("an empty chain has a head of zeros") {
    fresh_store store{GENERATE(from_range(backends()))};
    CHECK(store->read()->head("dream") == chain_head{});
    CHECK(store->read()->chains().empty());
}

TEST_CASE("records come back as appended, numbered over all chains and within each") {
    fresh_store store{GENERATE(from_range(backends()))};
    append(*store, "dream", "a", 2);
    append(*store, "", "a", 1);
    append(*store, "dream", "b", 1);
    const auto reader = store->read();
    log_record expected = sample_log({}, "dream", "a", 1);
    expected.position = 1;
    expected.chain_position = 1;
    const std::vector<log_record> all = reader->log_after(0, 100);
    REQUIRE(all.size() == 4);
    CHECK(all[0] == expected);
    for (std::size_t i = 0; i < 4; ++i)
        CHECK(all[i].position == static_cast<std::int64_t>(i) + 1);
    CHECK(all[2].chain_position == 1);
    CHECK(all[3].chain_position == 3);
    CHECK(all[3].previous == all[1].hash);
    CHECK(reader->head("dream") == chain_head{3, all[3].hash});
    CHECK(reader->chains() == std::vector<std::string>{"", "dream"});
    CHECK(reader->log_after(2, 1).at(0) == all[2]);
}

TEST_CASE("a record that does not continue its chain is refused") {
    fresh_store store{GENERATE(from_range(backends()))};
    append(*store, "dream", "a", 1);
    const auto transaction = store->begin_write();
    CHECK_THROWS_AS(transaction->append_log(sample_log({}, "dream", "a", 2)), store_misused);
    CHECK(transaction->head("dream").length == 1);
}

TEST_CASE("the history of a subject and a chain are paged in order") {
    fresh_store store{GENERATE(from_range(backends()))};
    append(*store, "dream", "a", 7);
    append(*store, "dream", "b", 4);
    append(*store, "reward", "a", 3);
    const auto reader = store->read();
    const auto history =
        all_pages<log_record>(3, [&](const page_request& want) { return reader->history("application", "a", want); });
    REQUIRE(history.size() == 10);
    for (std::size_t i = 1; i < history.size(); ++i)
        CHECK(history[i - 1].position < history[i].position);
    CHECK(reader->history("person", "a", {}).items.empty());
    const auto chain = all_pages<log_record>(4, [&](const page_request& want) { return reader->chain("dream", want); });
    REQUIRE(chain.size() == 11);
    digest previous{};
    for (const log_record& record : chain) {
        CHECK(record.previous == previous);
        previous = record.hash;
    }
}

TEST_CASE("a write transaction sees the heads that it moved, also of a new chain, until a savepoint takes them back") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.append_log(sample_log({}, "dream", "a", 1)); });
    auto t = store->begin_write();
    const chain_head first = t->head("dream");
    t->append_log(sample_log(first, "dream", "a", 2));
    const chain_head second = t->head("dream");
    {
        const auto command = t->begin_savepoint();
        t->append_log(sample_log(second, "dream", "a", 3));
        t->append_log(sample_log({}, "reward", "b", 1));
        CHECK(t->head("dream").length == 3);
        CHECK(t->chains() == std::vector<std::string>{"dream", "reward"});
    }
    CHECK(t->head("dream") == second);
    CHECK(t->head("reward") == chain_head{});
    CHECK(t->chains() == std::vector<std::string>{"dream"});
    CHECK_THROWS_AS(t->append_log(sample_log(first, "dream", "a", 3)), store_misused);
    t->append_log(sample_log(second, "dream", "a", 3));
    CHECK(store->read()->head("dream") == first);
    t->commit();
    t.reset();
    CHECK(store->read()->head("dream").length == 3);
    CHECK(store->begin_write()->head("dream") == store->read()->head("dream"));
}
