#include "engine/store/sqlite/connection.hpp"

#include "engine/store/error.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cstring>

namespace sluice::store::sqlite {

namespace {

/// Statements are of a few dozen texts, lists of a few hundred; past this the cache starts anew.
constexpr std::size_t statements_max = 1'000;

/// How long writing may stand still for readers that keep the write-ahead log from starting anew.
constexpr int checkpoint_wait_ms_max = 200;

int primary_code(const SQLite::Exception& cause) {
    return cause.getErrorCode() & 0xff;
}

bool is_uniqueness(const SQLite::Exception& cause) {
    const int code = cause.getExtendedErrorCode();
    return code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY;
}

int remember_wal_pages(void* pages, sqlite3*, const char*, int count) {
    *static_cast<int*>(pages) = count;
    return SQLITE_OK;
}

SQLite::Database open_file(const std::filesystem::path& path, const options& settings) {
    try {
        return SQLite::Database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                                static_cast<int>(settings.wait_max.count()), settings.vfs};
    } catch (const SQLite::Exception& cause) {
        throw store_error("cannot open " + path.string() + ": " + cause.what());
    }
}

} // namespace

connection::connection(const std::filesystem::path& path, const options& settings, role part)
    : database_{open_file(path, settings)}
    , wait_ms_max_{static_cast<int>(settings.wait_max.count())} {
    sqlite3_extended_result_codes(database_.getHandle(), 1);
    // Closing writes nothing: after a failed commit nothing may be written, and that is when connections are closed.
    sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    // The hook takes the place of SQLite's own checkpoint, whose failures nobody would hear of.
    sqlite3_wal_hook(database_.getHandle(), remember_wal_pages, &wal_pages_);
    execute_script("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
                   "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -" +
                   std::to_string(settings.cache_kib));
    if (part == role::writer) {
        std::string mode;
        query wal{*this, "PRAGMA journal_mode = WAL"};
        wal.next();
        wal.into(mode);
        if (mode != "wal") throw store_error("the file system of " + path.string() + " cannot keep a write-ahead log");
    } else {
        execute_script("PRAGMA query_only = ON");
    }
}

void connection::begin_read() {
    failed_ = false;
    run_plain("BEGIN");
    in_transaction_ = true;
    // A deferred transaction takes its snapshot with its first read.
    query{*this, "SELECT max(version) FROM migration"}.next();
}

void connection::begin_write() {
    failed_ = false;
    savepoint_depth_ = 0;
    run_plain("BEGIN IMMEDIATE");
    in_transaction_ = true;
}

void connection::commit() {
    try {
        run_plain("COMMIT");
    } catch (...) {
        failed_ = true;
        file_broken_ = true;
        throw;
    }
    in_transaction_ = false;
}

void connection::roll_back() noexcept {
    if (in_transaction_ && sqlite3_get_autocommit(database_.getHandle()) == 0)
        sqlite3_exec(database_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
    in_transaction_ = false;
}

int connection::begin_savepoint() {
    run_plain("SAVEPOINT command");
    return ++savepoint_depth_;
}

void connection::release_savepoint(int depth) {
    if (depth != savepoint_depth_) throw store_misused("savepoints end in the reverse order of their beginning");
    run_plain("RELEASE command");
    --savepoint_depth_;
}

void connection::roll_back_savepoint(int depth) noexcept {
    if (failed_ || !in_transaction_) return;
    const bool undone =
        depth == savepoint_depth_ && sqlite3_exec(database_.getHandle(), "ROLLBACK TO command; RELEASE command",
                                                  nullptr, nullptr, nullptr) == SQLITE_OK;
    // What should have been undone must not be committed.
    if (!undone) failed_ = true;
    --savepoint_depth_;
}

void connection::execute_script(const std::string& sql) {
    try {
        database_.exec(sql);
    } catch (const SQLite::Exception& cause) {
        rethrow(cause);
    }
}

void connection::checkpoint(bool wait) {
    const int mode = wait ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
    int left = 0;
    int moved = 0;
    sqlite3_busy_timeout(database_.getHandle(), checkpoint_wait_ms_max);
    const int code = sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, mode, &left, &moved);
    sqlite3_busy_timeout(database_.getHandle(), wait_ms_max_);
    if ((code & 0xff) == SQLITE_BUSY) return;
    if (code != SQLITE_OK) {
        file_broken_ = true;
        throw store_error(std::string{"checkpoint: "} + sqlite3_errstr(code));
    }
}

bool connection::changed_by_others() {
    std::int64_t version = 0;
    query row{*this, "PRAGMA data_version"};
    if (row.next()) row.into(version);
    const bool changed = data_version_ != version;
    data_version_ = version;
    return changed;
}

std::shared_ptr<SQLite::Statement> connection::prepared(std::string_view sql) {
    require_sound();
    const auto known = statements_.find(sql);
    if (known != statements_.end() && known->second.use_count() == 1) return known->second;
    try {
        std::string text{sql};
        auto statement = std::make_shared<SQLite::Statement>(database_, text);
        if (statements_.size() >= statements_max) statements_.clear();
        statements_.emplace(std::move(text), statement);
        return statement;
    } catch (const SQLite::Exception& cause) {
        rethrow(cause);
    }
}

void connection::rethrow(const std::exception& cause) {
    const auto* said = dynamic_cast<const SQLite::Exception*>(&cause);
    if (said != nullptr && primary_code(*said) == SQLITE_CONSTRAINT) {
        if (is_uniqueness(*said)) throw duplicate_key(said->what());
        throw store_misused(said->what());
    }
    failed_ = true;
    const int code = said == nullptr ? SQLITE_ERROR : primary_code(*said);
    if (code == SQLITE_IOERR || code == SQLITE_CORRUPT || code == SQLITE_NOTADB) file_broken_ = true;
    throw store_error(cause.what());
}

void connection::run_plain(std::string_view sql) {
    query{*this, sql}.run();
}

void connection::require_sound() const {
    const bool lost = in_transaction_ && sqlite3_get_autocommit(database_.getHandle()) != 0;
    if (failed_ || lost) throw store_error("the transaction has failed and can do nothing more");
}

query::~query() {
    statement_->tryReset();
    statement_->clearBindings();
}

void query::bind(const std::string& value) {
    try {
        statement_->bindNoCopy(++bound_, value);
    } catch (const SQLite::Exception& cause) {
        connection_.rethrow(cause);
    }
}

void query::bind(std::string_view value) {
    try {
        statement_->bind(++bound_, std::string{value});
    } catch (const SQLite::Exception& cause) {
        connection_.rethrow(cause);
    }
}

void query::bind(std::int64_t value) {
    try {
        statement_->bind(++bound_, value);
    } catch (const SQLite::Exception& cause) {
        connection_.rethrow(cause);
    }
}

void query::bind(const digest& value) {
    bind_bytes({reinterpret_cast<const char*>(value.data()), value.size()});
}

void query::bind_bytes(std::string_view bytes) {
    // A null pointer would bind NULL, and an empty document is none.
    const char* start = bytes.empty() ? "" : bytes.data();
    try {
        statement_->bindNoCopy(++bound_, static_cast<const void*>(start), static_cast<int>(bytes.size()));
    } catch (const SQLite::Exception& cause) {
        connection_.rethrow(cause);
    }
}

bool query::next() {
    try {
        return statement_->executeStep();
    } catch (const SQLite::Exception& cause) {
        connection_.rethrow(cause);
    }
}

int query::run() {
    try {
        return statement_->exec();
    } catch (const SQLite::Exception& cause) {
        connection_.rethrow(cause);
    }
}

void query::take(int column, std::string& field) {
    const SQLite::Column value = statement_->getColumn(column);
    const char* bytes = static_cast<const char*>(value.getBlob());
    field.assign(bytes == nullptr ? "" : bytes, static_cast<std::size_t>(value.getBytes()));
}

void query::take(int column, std::int64_t& field) {
    field = statement_->getColumn(column).getInt64();
}

void query::take(int column, int& field) {
    field = statement_->getColumn(column).getInt();
}

void query::take(int column, bool& field) {
    field = statement_->getColumn(column).getInt() != 0;
}

void query::take(int column, instant& field) {
    field.milliseconds = statement_->getColumn(column).getInt64();
}

void query::take(int column, fen& field) {
    field = fen{statement_->getColumn(column).getInt64()};
}

void query::take(int column, digest& field) {
    const SQLite::Column value = statement_->getColumn(column);
    if (value.getBytes() != static_cast<int>(field.size())) throw store_error("a stored hash has not 32 bytes");
    std::memcpy(field.data(), value.getBlob(), field.size());
}

} // namespace sluice::store::sqlite
