#include "tests/bench/floor.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <stdexcept>

namespace sluice::bench {
namespace {

using steady = std::chrono::steady_clock;

constexpr std::chrono::seconds measured_for{2};
constexpr off_t page_bytes = 4096;
constexpr off_t file_pages = 1'024;

double times_a_second(const std::function<void()>& act) {
    const auto begin = steady::now();
    int times = 0;
    while (steady::now() - begin < measured_for) {
        act();
        ++times;
    }
    return times / std::chrono::duration<double>(steady::now() - begin).count();
}

} // namespace

double syncs_a_second(const std::filesystem::path& folder) {
    const auto path = folder / "floor.bin";
    const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error("cannot write in " + folder.string());
    const std::string page(page_bytes, 'x');
    off_t next = 0;
    const auto write_page = [&] {
        const off_t at = page_bytes * (next++ % file_pages);
        if (pwrite(file, page.data(), page.size(), at) != page_bytes) throw std::runtime_error("the disk fails");
    };
    for (off_t i = 0; i < file_pages; ++i)
        write_page();
    const double rate = times_a_second([&] {
        write_page();
        if (fdatasync(file) != 0) throw std::runtime_error("the disk fails");
    });
    close(file);
    std::filesystem::remove(path);
    return rate;
}

double sqlite_rows_a_second(const std::filesystem::path& folder, int rows_a_commit) {
    const auto path = folder / ("floor-" + std::to_string(rows_a_commit) + ".db");
    std::filesystem::remove(path); // left by an earlier measurement
    SQLite::Database database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
    database.exec("PRAGMA journal_mode=WAL");
    database.exec("PRAGMA synchronous=FULL");
    database.exec("CREATE TABLE rows (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT");
    SQLite::Statement insert{database, "INSERT INTO rows (body) VALUES (?)"};
    const std::string body(2'000, 'x');
    const double commits = times_a_second([&] {
        SQLite::Transaction all{database, SQLite::TransactionBehavior::IMMEDIATE};
        for (int i = 0; i < rows_a_commit; ++i) {
            insert.bindNoCopy(1, body);
            insert.exec();
            insert.reset();
        }
        all.commit();
    });
    return commits * rows_a_commit;
}

} // namespace sluice::bench
