#include "engine/store/sqlite/connection.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/gathering_vfs.hpp"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cstring>

namespace sluice::store::sqlite {

namespace {

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

int to_sqlite(connection::checkpoint_mode mode) {
    switch (mode) {
    case connection::checkpoint_mode::passive:
        return SQLITE_CHECKPOINT_PASSIVE;
    case connection::checkpoint_mode::restart:
        return SQLITE_CHECKPOINT_RESTART;
    case connection::checkpoint_mode::truncate:
        return SQLITE_CHECKPOINT_TRUNCATE;
    }
    throw store_misused("no such checkpoint mode");
}

SQLite::Database open_file(const std::filesystem::path& path, const options& settings) {
    try {
        return SQLite::Database{path.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE | SQLite::OPEN_NOMUTEX,
                                static_cast<int>(settings.wait_max.count()), gathering_vfs(settings.vfs)};
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
    // A deferred transaction takes its snapshot with its first read, be it of nothing.
    query{*this, "SELECT 1 FROM migration WHERE 0"}.next();
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
    if (in_transaction_ && sqlite3_get_autocommit(database_.getHandle()) == 0) try_plain("ROLLBACK");
    in_transaction_ = false;
    reading_at_.reset();
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
    const bool undone = depth == savepoint_depth_ && try_plain("ROLLBACK TO command") && try_plain("RELEASE command");
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

int connection::checkpoint(checkpoint_mode wanted) {
    const int mode = to_sqlite(wanted);
    int in_log = 0;
    int moved = 0;
    sqlite3_busy_timeout(database_.getHandle(), checkpoint_wait_ms_max);
    const int code = sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, mode, &in_log, &moved);
    sqlite3_busy_timeout(database_.getHandle(), wait_ms_max_);
    if (code != SQLITE_OK && (code & 0xff) != SQLITE_BUSY) {
        file_broken_ = true;
        throw store_error(std::string{"checkpoint: "} + sqlite3_errstr(code));
    }
    return std::max(in_log - moved, 0);
}

bool connection::changed_by_others() {
    std::int64_t version = 0;
    query row{*this, "PRAGMA data_version"};
    if (row.next()) row.into(version);
    const bool changed = data_version_ != version;
    data_version_ = version;
    return changed;
}

kept_statement& connection::prepared(std::string_view sql) {
    require_sound();
    try {
        return statements_.find(database_, sql);
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

void connection::fail(int code) {
    rethrow(SQLite::Exception{database_.getHandle(), code});
}

void connection::run_plain(std::string_view sql) {
    query{*this, sql}.run();
}

/// Also in a transaction that has failed.
bool connection::try_plain(std::string_view sql) noexcept {
    try {
        sqlite3_stmt* statement = statements_.find(database_, sql).handle;
        const int code = sqlite3_step(statement);
        sqlite3_reset(statement);
        return code == SQLITE_DONE;
    } catch (const std::exception&) {
        return false;
    }
}

void connection::require_sound() const {
    const bool lost = in_transaction_ && sqlite3_get_autocommit(database_.getHandle()) != 0;
    if (failed_ || lost) throw store_error("the transaction has failed and can do nothing more");
}

query::~query() {
    sqlite3_reset(statement_.handle);
    sqlite3_clear_bindings(statement_.handle);
    statement_.in_use = false;
}

void query::bind(std::string_view value) {
    // A null pointer would bind NULL.
    const char* start = value.data() == nullptr ? "" : value.data();
    check(sqlite3_bind_text64(statement_.handle, ++bound_, start, value.size(), SQLITE_STATIC, SQLITE_UTF8));
}

void query::bind(std::int64_t value) {
    check(sqlite3_bind_int64(statement_.handle, ++bound_, value));
}

void query::bind(const digest& value) {
    bind_bytes({reinterpret_cast<const char*>(value.data()), value.size()});
}

void query::bind_bytes(std::string_view bytes) {
    const char* start = bytes.data() == nullptr ? "" : bytes.data();
    check(sqlite3_bind_blob64(statement_.handle, ++bound_, start, bytes.size(), SQLITE_STATIC));
}

bool query::next() {
    const int code = sqlite3_step(statement_.handle);
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) fail(code);
    return false;
}

int query::run() {
    const int code = sqlite3_step(statement_.handle);
    if (code == SQLITE_ROW) throw store_misused("a statement gives rows that nobody takes");
    if (code != SQLITE_DONE) fail(code);
    return sqlite3_changes(connection_.handle().getHandle());
}

std::int64_t query::insert() {
    run();
    return sqlite3_last_insert_rowid(connection_.handle().getHandle());
}

void query::check(int code) {
    if (code != SQLITE_OK) fail(code);
}

void query::fail(int code) {
    connection_.fail(code);
}

void query::take(int column, std::string& field) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.handle, column));
    field.assign(bytes == nullptr ? "" : bytes,
                 static_cast<std::size_t>(sqlite3_column_bytes(statement_.handle, column)));
}

void query::take(int column, std::string_view& field) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.handle, column));
    field = {bytes == nullptr ? "" : bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_.handle, column))};
}

void query::take(int column, std::int64_t& field) {
    field = sqlite3_column_int64(statement_.handle, column);
}

void query::take(int column, int& field) {
    field = sqlite3_column_int(statement_.handle, column);
}

void query::take(int column, bool& field) {
    field = sqlite3_column_int(statement_.handle, column) != 0;
}

void query::take(int column, instant& field) {
    field.milliseconds = sqlite3_column_int64(statement_.handle, column);
}

void query::take(int column, fen& field) {
    field = fen{sqlite3_column_int64(statement_.handle, column)};
}

void query::take(int column, digest& field) {
    const void* bytes = sqlite3_column_blob(statement_.handle, column);
    if (sqlite3_column_bytes(statement_.handle, column) != static_cast<int>(field.size()))
        throw store_error("a stored hash has not 32 bytes");
    std::memcpy(field.data(), bytes, field.size());
}

} // namespace sluice::store::sqlite
