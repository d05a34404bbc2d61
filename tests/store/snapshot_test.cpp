#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include "engine/store/sqlite/open.hpp"

#include <catch2/catch_test_macros.hpp>
#include <catch2/generators/catch_generators_range.hpp>

#include <atomic>
#include <chrono>
#include <thread>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

/// One command: the application, the record, the counts and the money all move on together.
void advance(database& into, int revision) {
    write(into, [&](write_transaction& t) {
        application_record a = sample_application(1);
        a.revision = revision;
        a.state = "state-" + std::to_string(revision % 7);
        t.put_application(a, revision - 1);
        t.append_log(sample_log(t.head("dream"), "dream", a.id, revision));
        const std::vector<account_balance> changes{{"f", "", "available", fen{-1}}, {"f", "", "reserved", fen{1}}};
        t.post({}, changes);
    });
}

/// Whether one reader sees all of a commit or none of it, in whatever it asks.
bool is_consistent(reader& snapshot) {
    const auto application = snapshot.find_application(sample_id(1));
    if (!application) return snapshot.head("dream").length == 0;
    std::this_thread::yield();
    const std::int64_t revision = application->revision;
    const auto counts = snapshot.count_applications();
    application_filter there;
    there.states = std::vector{application->state};
    const auto listed = snapshot.list_applications(there, {}).items;
    const auto money = snapshot.balances("f", "");
    return snapshot.head("dream").length == revision && snapshot.log_after(revision, 9).empty() && counts.size() == 1 &&
           counts[0].state == application->state && listed.size() == 1 && listed[0].revision == revision &&
           money.size() == 2 && money[1].amount == fen{revision} && money[0].amount + money[1].amount == fen{1'000};
}

} // namespace

TEST_CASE("a reader keeps seeing the moment at which it began") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    const auto before = store->read();
    const auto writer = store->begin_write();
    writer->put_application(sample_application(2), 0);
    const auto during = store->read();
    CHECK(writer->find_application(sample_id(2)));
    writer->commit();
    CHECK_FALSE(before->find_application(sample_id(2)));
    CHECK_FALSE(during->find_application(sample_id(2)));
    CHECK(before->count_applications().at(0).count == 1);
    CHECK(store->read()->find_application(sample_id(2)));
}

TEST_CASE("readers beside a busy writer see whole commits only") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) {
        const std::vector<account_balance> start{{"f", "", "available", fen{1'000}}};
        t.post({}, start);
    });
    std::atomic<bool> done = false;
    std::atomic<int> torn = 0;
    std::atomic<int> looked = 0;
    std::vector<std::thread> watchers;
    for (int i = 0; i < 6; ++i) // more than the pool has, so that they also wait for each other
        watchers.emplace_back([&] {
            do {
                if (!is_consistent(*store->read())) ++torn;
                ++looked;
            } while (!done);
        });
    for (int revision = 1; revision <= 200; ++revision)
        advance(*store, revision);
    done = true;
    for (std::thread& watcher : watchers)
        watcher.join();
    CHECK(torn == 0);
    CHECK(looked >= 6);
}

TEST_CASE("what a reader saw that is gone does not keep the log from being moved") {
    fresh_store store{GENERATE(from_range(backends()))};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    CHECK(store->read()->find_application(sample_id(1)));
    CHECK(store->read()->find_application(sample_id(1)));
    write(*store, [](write_transaction& t) { t.put_application(sample_application(2), 0); });
    CHECK(store->read()->find_application(sample_id(2)));
    const std::filesystem::path log = store.path().string() + "-wal";
    store.reopen();
    CHECK((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
    CHECK(store->read()->find_application(sample_id(2)));
}

TEST_CASE("a long reading does not stop the writer at every commit") {
    const fresh_store folder{"sqlite"};
    sqlite::options settings;
    settings.checkpoint_pages = 100;
    const auto store = sqlite::open(folder.path().parent_path() / "busy.db", settings);
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    const auto reading = store->read();
    REQUIRE(reading->find_application(sample_id(1)));
    int slow = 0;
    for (int number = 2; number <= 280; ++number) {
        const auto begun = std::chrono::steady_clock::now();
        write(*store, [&](write_transaction& t) { t.put_application(sample_application(number), 0); });
        if (std::chrono::steady_clock::now() - begun > std::chrono::milliseconds{150}) ++slow;
    }
    CHECK(slow <= 30);
}
