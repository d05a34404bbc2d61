#pragma once

#include "engine/base/digest.hpp"
#include "engine/base/fen.hpp"
#include "engine/base/instant.hpp"
#include "engine/store/sqlite/open.hpp"
#include "engine/store/sqlite/statements.hpp"

#include <SQLiteCpp/Database.h>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::store::sqlite {

/// One SQLite connection with its prepared statements, used by one thread at a time. Every failure leaves it as an
/// exception of `error.hpp`.
///
/// SQLite ends a transaction by itself after some errors (disk full, I/O, memory); a statement that came after would
/// commit on its own. So a connection whose transaction has failed refuses everything until the next one begins.
class connection {
public:
    enum class role { writer, reader };

    connection(const std::filesystem::path& path, const options& settings, role part);

    void begin_read();  ///< and takes the snapshot, so that what is committed from here on is not seen
    void begin_write(); ///< IMMEDIATE: waits for the file's lock here, and for nothing later
    void commit();
    void roll_back() noexcept;

    /// Savepoints nest; `depth` is what `begin_savepoint` returned, and they end in reverse order.
    int begin_savepoint();
    void release_savepoint(int depth);
    void roll_back_savepoint(int depth) noexcept;

    /// For schemas only: several statements, none of them kept.
    void execute_script(const std::string& sql);

    /// How to move the write-ahead log into the file: as far as readers allow; or wait for them a moment, so that the
    /// log starts anew; or also cut its file off.
    enum class checkpoint_mode { passive, restart, truncate };
    /// Returns how many pages of the log are still to be moved.
    int checkpoint(checkpoint_mode mode);

    /// Pages in the write-ahead log after the last commit.
    int wal_pages() const { return wal_pages_; }

    /// Whether somebody else's commits have changed the file since this was asked last; the first time it is so.
    bool changed_by_others();

    /// Lets a reading transaction, which sees just that commit, go on for the next user.
    void keep_reading(std::uint64_t commit) { reading_at_ = commit; }
    std::optional<std::uint64_t> reading_at() const { return reading_at_; }

    bool in_transaction() const { return in_transaction_; }
    bool in_savepoint() const { return savepoint_depth_ > 0; }
    bool failed() const { return failed_; }
    /// Whether a commit failed or the file itself gave trouble (I/O error, corruption), so that its state is open.
    bool file_broken() const { return file_broken_; }

    SQLite::Database& handle() { return database_; }
    /// Kept for the next use; one that is in use already is prepared a second time.
    kept_statement& prepared(std::string_view sql);

    /// Says in the port's words what SQLite said.
    [[noreturn]] void rethrow(const std::exception& cause);
    /// The same, of a function that gave this code.
    [[noreturn]] void fail(int code);

private:
    void run_plain(std::string_view sql);
    bool try_plain(std::string_view sql) noexcept;
    void require_sound() const;

    SQLite::Database database_;
    statement_cache statements_;
    int wait_ms_max_;
    std::optional<std::int64_t> data_version_;
    std::optional<std::uint64_t> reading_at_;
    int wal_pages_ = 0;
    int savepoint_depth_ = 0;
    bool in_transaction_ = false;
    bool failed_ = false;
    bool file_broken_ = false;
};

/// One use of a prepared statement: bind with `with`, step with `next` or `run`, take a row with `into`. Bound strings
/// are not copied: they must live as long as the query.
class query {
public:
    query(connection& user, std::string_view sql)
        : connection_{user}
        , statement_{user.prepared(sql)} {
        statement_.in_use = true;
    }
    ~query();
    query(const query&) = delete;
    query& operator=(const query&) = delete;

    template<class... Values>
    query& with(const Values&... values) {
        (bind(values), ...);
        return *this;
    }

    void bind(std::string_view value);
    void bind(std::int64_t value);
    void bind(int value) { bind(std::int64_t{value}); }
    /// A template, so that a character pointer does not become a bool.
    template<std::same_as<bool> Bool>
    void bind(Bool value) {
        bind(std::int64_t{value});
    }
    void bind(instant value) { bind(value.milliseconds); }
    void bind(fen value) { bind(value.count()); }
    void bind(const digest& value);
    void bind_bytes(std::string_view bytes);

    /// Whether there is a further row.
    bool next();

    /// After the one row of a RETURNING statement: carries it to its end.
    void finish() {
        while (next()) {
        }
    }

    /// For statements that return none; gives the number of rows changed.
    int run();
    /// For an INSERT into a table of rows with a number: gives the number.
    std::int64_t insert();

    template<class... Fields>
    void into(Fields&... fields) {
        int column = 0;
        (take(column++, fields), ...);
    }

private:
    void check(int code);
    [[noreturn]] void fail(int code);
    void take(int column, std::string& field);
    void take(int column, std::string_view& field); ///< good until the next step
    void take(int column, std::int64_t& field);
    void take(int column, int& field);
    void take(int column, bool& field);
    void take(int column, instant& field);
    void take(int column, fen& field);
    void take(int column, digest& field);

    connection& connection_;
    kept_statement& statement_;
    int bound_ = 0;
};

} // namespace sluice::store::sqlite
