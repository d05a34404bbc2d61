#include "tests/store/backend.hpp"
#include "tests/store/samples.hpp"

#include "engine/store/sqlite/open.hpp"
#include "engine/store/sqlite/schema.hpp"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <catch2/catch_test_macros.hpp>

#include <fstream>

using namespace sluice;
using namespace sluice::store;
using namespace sluice::store::tests;

namespace {

/// Does something to a database of ours behind its back, and closes it.
std::filesystem::path tampered(const fresh_store& folder, const std::string& sql) {
    const std::filesystem::path path = folder.path().parent_path() / "tampered.db";
    sqlite::open(path);
    SQLite::Database{path.string(), SQLite::OPEN_READWRITE}.exec(sql);
    return path;
}

/// Makes of an empty file what the first so many migrations do.
void apply_first(SQLite::Database& older, std::size_t migrations) {
    older.exec("CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL) STRICT");
    for (const sqlite::migration& step : sqlite::migrations().first(migrations)) {
        older.exec(std::string{step.sql});
        SQLite::Statement row{older, "INSERT INTO migration VALUES (?, 'x', ?)"};
        const digest text_hash = sha256(step.sql);
        row.bind(1, step.version);
        row.bind(2, static_cast<const void*>(text_hash.data()), static_cast<int>(text_hash.size()));
        row.exec();
    }
}

std::vector<std::string> titles_in(database& store, const std::string& state, sort_key sort) {
    application_filter filter;
    filter.states = std::vector{state};
    filter.sort = sort;
    filter.order = sort_order::ascending;
    std::vector<std::string> titles;
    for (const application_record& each : store.read()->list_applications(filter, {}).items)
        titles.push_back(each.title);
    return titles;
}

} // namespace

TEST_CASE("a schema newer than the program is refused") {
    const fresh_store folder{"sqlite"};
    const auto path = tampered(folder, "INSERT INTO migration VALUES (999, 'later', x'00')");
    CHECK_THROWS_AS(sqlite::open(path), store_error);
}

TEST_CASE("a migration that was applied with another text is refused") {
    const fresh_store folder{"sqlite"};
    const auto path = tampered(folder, "UPDATE migration SET sha256 = zeroblob(32)");
    CHECK_THROWS_AS(sqlite::open(path), store_error);
}

TEST_CASE("somebody else's database, a file that is none and a folder that is not there are refused") {
    const fresh_store folder{"sqlite"};
    const std::filesystem::path path = folder.path().parent_path() / "foreign.db";
    SQLite::Database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE}.exec("CREATE TABLE theirs (a)");
    CHECK_THROWS_AS(sqlite::open(path), store_error);
    std::ofstream{path, std::ios::trunc} << std::string(8'192, 'x');
    CHECK_THROWS_AS(sqlite::open(path), store_error);
    CHECK_THROWS_AS(sqlite::open(folder.path().parent_path() / "missing" / "a.db"), store_error);
}

TEST_CASE("the log and the ledger cannot be changed even at the SQL prompt") {
    fresh_store store{"sqlite"};
    write(*store, [](write_transaction& t) {
        t.append_log(sample_log({}, "dream", "a", 1));
        const std::vector<ledger_record> postings{{0, "f", "a", "m", "x", "y", fen{1}, instant{1}, 1, ""}};
        t.post(postings, {});
    });
    SQLite::Database prompt{store.path().string(), SQLite::OPEN_READWRITE};
    for (const char* sql : {"UPDATE log SET actor = 'x'", "DELETE FROM log", "UPDATE ledger SET amount_fen = 2",
                            "DELETE FROM ledger", "INSERT INTO balance VALUES ('f', '', 'available', -1)"}) {
        CAPTURE(sql);
        CHECK_THROWS_AS(prompt.exec(sql), SQLite::Exception);
    }
}

TEST_CASE("a closed database is one file") {
    fresh_store store{"sqlite"};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    store.reopen();
    store.reopen();
    const std::filesystem::path log = store.path().string() + "-wal";
    CHECK((!std::filesystem::exists(log) || std::filesystem::file_size(log) == 0));
    CHECK(store->read()->find_application(sample_id(1)));
}

TEST_CASE("answers from before they had a number are found, and still given once") {
    const fresh_store folder{"sqlite"};
    const std::filesystem::path path = folder.path().parent_path() / "older.db";
    {
        SQLite::Database older{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        apply_first(older, 7);
        older.exec("INSERT INTO answer VALUES ('key', zeroblob(32), 201, '{}', 'body', 5), "
                   "('渠成', zeroblob(32), 200, '{}', 'other', 6)");
    }
    const auto store = sqlite::open(path);
    const idempotent_answer first{"key", {}, 201, "{}", "body", instant{5}};
    CHECK(store->read()->find_answer("key") == first);
    CHECK(store->read()->find_answer("渠成")->body == "other");
    write(*store, [&](write_transaction& t) {
        CHECK_THROWS_AS(t.put_answer(first), duplicate_key);
        CHECK(t.remove_answers_before(instant{6}, 9) == 1);
        CHECK_FALSE(t.find_answer("key"));
    });
}

TEST_CASE("applications from before lists were kept in memory stand in them") {
    const fresh_store folder{"sqlite"};
    const std::filesystem::path path = folder.path().parent_path() / "older.db";
    {
        SQLite::Database older{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE};
        sqlite::provide_functions(older.getHandle());
        apply_first(older, 9);
        const auto add = [&](int number, const std::string& state, bool draft, int created, int updated) {
            older.exec("INSERT INTO application (id, programme, definition_version, round, organisation, created_by, "
                       "number, title, state, draft, revision, created_at, updated_at, body) VALUES ('" +
                       sample_id(number) + "', 'dream', '1', 'r', 'o', 'p', '', 't" + std::to_string(number) + "', '" +
                       state + "', " + (draft ? "1" : "0") + ", 1, " + std::to_string(created) + ", " +
                       std::to_string(updated) + ", '{}')");
        };
        add(1, "formal_check", false, 5, 9);
        add(2, "formal_check", false, 6, 8);
        add(3, "accepted", false, 7, 7);
        add(4, "formal_check", true, 8, 8);
        older.exec("INSERT INTO application_count VALUES ('dream', 'formal_check', 0, 2), ('dream', 'accepted', 0, 1), "
                   "('dream', 'formal_check', 1, 1)");
        older.exec("INSERT INTO task VALUES ('" + sample_id(1) +
                   "', 'officer', 'check', 'dream', 5, 9, ''); "
                   "INSERT INTO timer VALUES ('" +
                   sample_id(2) + "', 'notice', 'dream', 7)");
    }
    const auto store = sqlite::open(path);
    CHECK(store->read()->list_tasks({{"officer"}, {}}, {}).items.size() == 1);
    CHECK(store->read()->due_timers(instant{7}, 1).size() == 1);
    write(*store, [](write_transaction& t) {
        t.put_timer({sample_id(3), "notice", "dream", instant{8}});
        CHECK_THROWS_AS(t.put_timer({sample_id(9), "notice", "dream", instant{8}}), store_misused);
    });
    CHECK(titles_in(*store, "formal_check", sort_key::created) == std::vector<std::string>{"t1", "t2"});
    CHECK(titles_in(*store, "formal_check", sort_key::updated) == std::vector<std::string>{"t2", "t1"});
    CHECK(titles_in(*store, "accepted", sort_key::updated) == std::vector<std::string>{"t3"});
}

TEST_CASE("a file whose lists and totals disagree is refused") {
    fresh_store store{"sqlite"};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    const auto path = store.path();
    const auto damaged = path.parent_path() / "damaged.db";
    store.reopen();
    std::filesystem::copy_file(path, damaged);
    SQLite::Database{damaged.string(), SQLite::OPEN_READWRITE}.exec("DELETE FROM application_place");
    CHECK_THROWS_AS(sqlite::open(damaged), store_error);
    CHECK_NOTHROW(sqlite::open(path));
}

TEST_CASE("what somebody else wrote into the file is noticed by the next write transaction") {
    fresh_store store{"sqlite"};
    write(*store, [](write_transaction& t) { t.put_application(sample_application(1), 0); });
    CHECK(store->read()->share_application(sample_id(1)));
    const auto other = sqlite::open(store.path());
    application_record moved = sample_application(1);
    moved.revision = 2;
    moved.state = "accepted";
    write(*other, [&](write_transaction& t) { t.put_application(moved, 1); });
    write(*store, [&](write_transaction& t) { CHECK((*t.share_application(moved.id))->revision == 2); });
    CHECK(store->read()->count_applications().at(0).state == "accepted");
}
