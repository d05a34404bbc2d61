#include "engine/store/sqlite/statements.hpp"

#include "engine/store/error.hpp"

#include <sqlite3.h>

namespace sluice::store::sqlite {

namespace {

/// SQLiteCpp does not give its statement away, SQLite does: the one prepared last comes first.
sqlite3_stmt* last_prepared(SQLite::Database& database, const std::string& sql) {
    sqlite3_stmt* handle = sqlite3_next_stmt(database.getHandle(), nullptr);
    const char* text = handle == nullptr ? nullptr : sqlite3_sql(handle);
    if (text == nullptr || sql != text) throw store_misused("the prepared statement is not to be found: " + sql);
    return handle;
}

} // namespace

kept_statement::kept_statement(SQLite::Database& database, std::string text)
    : sql{std::move(text)}
    , owner{database, sql}
    , handle{last_prepared(database, sql)} {}

kept_statement& statement_cache::find(SQLite::Database& database, std::string_view sql) {
    place& here = places_[(reinterpret_cast<std::uintptr_t>(sql.data()) >> 3) % places_count];
    if (here.start != sql.data() || here.known->sql != sql) here = {sql.data(), &find_by_text(database, sql)};
    kept_statement* statement = here.known;
    while (statement->in_use && statement->twin != nullptr)
        statement = statement->twin;
    if (!statement->in_use) return *statement;
    return *(statement->twin = &prepare(database, sql));
}

kept_statement& statement_cache::find_by_text(SQLite::Database& database, std::string_view sql) {
    if (const auto known = by_text_.find(sql); known != by_text_.end()) return *known->second;
    if (all_.size() >= statements_max) forget_unused();
    kept_statement& added = prepare(database, sql);
    by_text_.emplace(added.sql, &added);
    return added;
}

kept_statement& statement_cache::prepare(SQLite::Database& database, std::string_view sql) {
    return all_.emplace_back(database, std::string{sql});
}

void statement_cache::forget_unused() {
    places_.fill({});
    by_text_.clear();
    std::erase_if(all_, [](const kept_statement& each) { return !each.in_use; });
    for (kept_statement& each : all_)
        each.twin = nullptr;
}

} // namespace sluice::store::sqlite
