#include "tests/bench/floor/raw_sqlite.hpp"

#include "engine/base/digest.hpp"
#include "engine/base/id.hpp"
#include "tests/bench/seed/chance.hpp"

#include <sqlite3.h>

#include <array>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>

namespace sluice::bench {
namespace {

using steady = std::chrono::steady_clock;

constexpr std::array layout = {
    "CREATE TABLE application (id TEXT NOT NULL UNIQUE, programme TEXT NOT NULL, state TEXT NOT NULL, revision INTEGER "
    "NOT NULL, updated_at INTEGER NOT NULL, body TEXT NOT NULL) STRICT",
    "CREATE INDEX application_updated ON application (programme, state, updated_at, id)",
    "CREATE TABLE event (position INTEGER PRIMARY KEY, application TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT "
    "NOT NULL, hash BLOB NOT NULL) STRICT",
    "CREATE UNIQUE INDEX event_by_application ON event (application, revision)",
    "CREATE TABLE outbox (position INTEGER PRIMARY KEY AUTOINCREMENT, body TEXT NOT NULL) STRICT"};

constexpr std::array<std::string_view, 2> states = {"processing.recommendation", "processing.decision"};
constexpr std::int64_t seconds_between = 10;
constexpr std::int64_t first_created_ms = 1'740'000'000'000;

/// A prepared statement; each run binds all of its parameters.
class statement {
public:
    statement(sqlite3* database, const char* sql)
        : database_{database} {
        if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared_, nullptr) != SQLITE_OK) fail();
    }
    ~statement() { sqlite3_finalize(prepared_); }
    statement(const statement&) = delete;
    statement& operator=(const statement&) = delete;

    statement& bind(int at, std::string_view text) {
        sqlite3_bind_text(prepared_, at, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
        return *this;
    }
    statement& bind(int at, std::int64_t number) {
        sqlite3_bind_int64(prepared_, at, number);
        return *this;
    }
    statement& bind(int at, const digest& bytes) {
        sqlite3_bind_blob(prepared_, at, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
        return *this;
    }

    void run() {
        if (sqlite3_step(prepared_) != SQLITE_DONE) fail();
        sqlite3_reset(prepared_);
    }
    /// Reads columns of the one row within `use`.
    template<class Use>
    void read(Use use) {
        if (sqlite3_step(prepared_) != SQLITE_ROW) fail();
        use(prepared_);
        sqlite3_reset(prepared_);
    }

private:
    [[noreturn]] void fail() { throw std::runtime_error(std::string{"raw SQLite: "} + sqlite3_errmsg(database_)); }

    sqlite3* database_;
    sqlite3_stmt* prepared_ = nullptr;
};

} // namespace

class raw_sqlite::implementation {
public:
    implementation(const std::filesystem::path& folder, std::size_t applications, row_sizes sizes)
        : path_{folder / "raw.db"}
        , body_(sizes.body, 'x')
        , event_(sizes.event, 'e')
        , outbox_(sizes.outbox, 'o') {
        remove_files();
        if (sqlite3_open(path_.c_str(), &database_) != SQLITE_OK) throw std::runtime_error("cannot open raw.db");
        execute("PRAGMA journal_mode=WAL");
        execute("PRAGMA cache_size=-16384"); // as much as the product's connections have
        execute("PRAGMA synchronous=OFF");
        for (const auto* each : layout)
            execute(each);
        fill(applications);
        execute("PRAGMA wal_checkpoint(TRUNCATE)");
        execute("PRAGMA synchronous=FULL");
        step_.emplace(database_);
    }

    ~implementation() {
        step_.reset();
        sqlite3_close(database_);
        remove_files();
    }

    double steps_a_second(int steps_a_commit, std::chrono::nanoseconds how_long) {
        const auto begin = steady::now();
        std::size_t steps = 0;
        while (steady::now() - begin < how_long) {
            step_->begin.run();
            for (int i = 0; i < steps_a_commit; ++i, ++steps)
                take_step();
            step_->commit.run();
        }
        return static_cast<double>(steps) / std::chrono::duration<double>(steady::now() - begin).count();
    }

private:
    struct statements {
        explicit statements(sqlite3* on)
            : begin{on, "BEGIN IMMEDIATE"}
            , commit{on, "COMMIT"}
            , head{on, "SELECT revision, state FROM application WHERE id = ?"}
            , event{on, "INSERT INTO event (application, revision, body, hash) VALUES (?, ?, ?, ?)"}
            , update{on, "UPDATE application SET state = ?, revision = ?, updated_at = ?, body = ? WHERE id = ?"}
            , outbox{on, "INSERT INTO outbox (body) VALUES (?)"} {}
        statement begin, commit, head, event, update, outbox;
    };

    void take_step() {
        const auto& id = ids_[drawn_.below(ids_.size())];
        std::int64_t revision = 0;
        bool decision = false;
        step_->head.bind(1, id).read([&](sqlite3_stmt* row) {
            revision = sqlite3_column_int64(row, 0);
            decision = reinterpret_cast<const char*>(sqlite3_column_text(row, 1)) == states[1];
        });
        previous_ = sha256(event_); // as many bytes as a link of the chain
        step_->event.bind(1, id).bind(2, revision + 1).bind(3, event_).bind(4, previous_).run();
        step_->update.bind(1, states[decision ? 0 : 1])
            .bind(2, revision + 1)
            .bind(3, ++now_)
            .bind(4, body_)
            .bind(5, id);
        step_->update.run();
        step_->outbox.bind(1, outbox_).run();
    }

    void fill(std::size_t applications) {
        statement insert{database_, "INSERT INTO application VALUES (?, 'programme', ?, 1, ?, ?)"};
        execute("BEGIN");
        for (std::size_t i = 0; i < applications; ++i) {
            now_ = first_created_ms + static_cast<std::int64_t>(i) * seconds_between;
            ids_.push_back(make_id(instant{now_}, drawn_.entropy()));
            insert.bind(1, ids_.back()).bind(2, states[i % 2]).bind(3, now_).bind(4, body_).run();
        }
        execute("COMMIT");
    }

    void execute(const char* sql) {
        if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
            throw std::runtime_error(std::string{sql} + ": " + sqlite3_errmsg(database_));
    }

    void remove_files() const {
        for (const auto* suffix : {"", "-wal", "-shm"})
            std::filesystem::remove(path_.string() + suffix);
    }

    std::filesystem::path path_;
    const std::string body_, event_, outbox_;
    sqlite3* database_ = nullptr;
    std::vector<std::string> ids_;
    chance drawn_{1};
    std::int64_t now_ = 0;
    digest previous_{};
    std::optional<statements> step_;
};

raw_sqlite::raw_sqlite(const std::filesystem::path& folder, std::size_t applications, row_sizes sizes)
    : self_{std::make_unique<implementation>(folder, applications, sizes)} {}

raw_sqlite::~raw_sqlite() = default;

double raw_sqlite::steps_a_second(int steps_a_commit, std::chrono::nanoseconds how_long) {
    return self_->steps_a_second(steps_a_commit, how_long);
}

} // namespace sluice::bench
