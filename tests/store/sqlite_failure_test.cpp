#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include "engine/store/sqlite/open.hpp"

#include <catch2/catch_test_macros.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <sys/syscall.h>
#include <thread>
#include <unistd.h>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

constexpr int always = 1'000'000'000;

std::atomic<int> syncs_that_pass = always;
std::atomic<int> syncs = 0;

int sync_or_fail(long call, int file) {
    ++syncs;
    if (syncs_that_pass-- <= 0) {
        errno = EIO;
        return -1;
    }
    return static_cast<int>(syscall(call, file));
}

} // namespace

// The program's own definitions go before the C library's, in SQLite's calls too: a disk that fails on demand.
extern "C" int fsync(int file) {
    return sync_or_fail(SYS_fsync, file);
}
extern "C" int fdatasync(int file) {
    return sync_or_fail(SYS_fdatasync, file);
}

TEST_CASE("a commit reaches the disk once, however much is in it") {
    fresh_store store{"sqlite"};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    const int before = syncs;
    write(*store, [](write_transaction& t) {
        for (int i = 2; i < 40; ++i)
            t.put_application(sample_application(i), 0);
    });
    CHECK(syncs - before == 1);
}

TEST_CASE("after a failed fsync nothing is written any more, and what was acknowledged is there after a restart") {
    fresh_store store{"sqlite"};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    {
        const auto transaction = store->begin_write();
        transaction->put_application(sample_application(2), 0);
        syncs_that_pass = 0;
        CHECK_THROWS_AS(transaction->commit(), store_poisoned);
        syncs_that_pass = always;
    }
    CHECK(store->poisoned());
    CHECK_THROWS_AS(store->begin_write(), store_poisoned);
    CHECK(store->read()->find_application(sample_id(1)));
    CHECK_FALSE(store->read()->find_application(sample_id(2)));
    store.reopen();
    CHECK_FALSE(store->poisoned());
    CHECK(store->read()->find_application(sample_id(1)) == sample_application(1));
    write(*store, [](write_transaction& t) { t.put_application(sample_application(3), 0); });
    CHECK(store->read()->find_application(sample_id(3)));
}

TEST_CASE("a failed checkpoint stops all writing after the commit that it followed") {
    fresh_store folder{"sqlite"};
    sqlite::options settings;
    settings.checkpoint_pages = 1;
    const auto store = sqlite::open(folder.path().parent_path() / "other.db", settings);
    {
        const auto transaction = store->begin_write();
        transaction->put_application(sample_application(1), 0);
        syncs_that_pass = 1; // the commit's own
        transaction->commit();
    }
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds{30};
    while (!store->poisoned() && std::chrono::steady_clock::now() < patience) // the log is moved on another thread
        std::this_thread::yield();
    syncs_that_pass = always;
    CHECK(store->poisoned());
    CHECK_THROWS_AS(store->begin_write(), store_poisoned);
    CHECK(store->read()->find_application(sample_id(1)));
}

TEST_CASE("a log that is sixteen times too long starts anew, and what was in it is in the file") {
    fresh_store folder{"sqlite"};
    sqlite::options settings;
    settings.checkpoint_pages = 4;
    const auto path = folder.path().parent_path() / "other.db";
    const std::filesystem::path log = path.string() + "-wal";
    constexpr int applications = 400;
    {
        const auto store = sqlite::open(path, settings);
        for (int i = 1; i <= applications; ++i)
            write(*store, [i](write_transaction& t) { t.put_application(sample_application(i), 0); });
        // Each commit writes some twenty pages of 4 KiB: without starting anew it would be thirty megabytes.
        CHECK(std::filesystem::file_size(log) < 3'000'000);
        CHECK(store->read()->count_applications().at(0).count == applications);
    }
    CHECK(std::filesystem::file_size(log) == 0);
    const auto store = sqlite::open(path, settings);
    CHECK(store->read()->count_applications().at(0).count == applications);
    CHECK(store->read()->find_application(sample_id(applications)));
}

TEST_CASE("a writer whose turn does not come, and a reader for whom none is free, are told so") {
    fresh_store folder{"sqlite"};
    sqlite::options settings;
    settings.readers_max = 1;
    settings.wait_max = std::chrono::milliseconds{20};
    const auto store = sqlite::open(folder.path().parent_path() / "other.db", settings);
    {
        const auto writer = store->begin_write();
        CHECK_THROWS_AS(store->begin_write(), store_error);
        const auto reader = store->read();
        CHECK_THROWS_AS(store->read(), store_error);
        const auto second = sqlite::open(folder.path(), settings);
    }
    CHECK(store->begin_write());
    CHECK(store->read());
}
