#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <array>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>

struct sqlite3_stmt;

namespace sluice::store::sqlite {

/// One prepared statement. SQLiteCpp owns it; it is run through SQLite's own functions, which neither throw nor copy.
struct kept_statement {
    kept_statement(SQLite::Database& database, std::string text);

    std::string sql;
    SQLite::Statement owner;
    sqlite3_stmt* handle;
    bool in_use = false;
    kept_statement* twin = nullptr; ///< of the same text: for a query that begins while another one runs
};

/// The prepared statements of one connection, each kept for its next use. A text that lies where it lay last time, as
/// a literal does, is found by its address; it is compared all the same, for others may come to lie there.
class statement_cache {
public:
    /// Not in use; the caller marks it. Throws `SQLite::Exception` if the text cannot be prepared.
    kept_statement& find(SQLite::Database& database, std::string_view sql);

private:
    struct place {
        const char* start = nullptr;
        kept_statement* known = nullptr;
    };

    /// Statements are of a few hundred texts; past this those that are not in use are forgotten.
    static constexpr std::size_t statements_max = 1'000;
    static constexpr std::size_t places_count = 1'024;

    kept_statement& find_by_text(SQLite::Database& database, std::string_view sql);
    kept_statement& prepare(SQLite::Database& database, std::string_view sql);
    void forget_unused();

    std::array<place, places_count> places_{};
    std::list<kept_statement> all_;
    std::unordered_map<std::string_view, kept_statement*> by_text_;
};

} // namespace sluice::store::sqlite
