#pragma once

#include <span>
#include <string_view>

struct sqlite3;

namespace sluice::store::sqlite {

/// One file of schemas/sql/sqlite, carried in the program.
struct migration {
    int version;
    std::string_view name;
    std::string_view sql;
};

/// All of them, version 1 first. Generated when the program is built.
std::span<const migration> migrations();

class connection;

/// What SQL cannot compute itself: functions that migrations use.
void provide_functions(sqlite3* database);

/// Applies what the file does not have yet, each migration in its own transaction. Forward only: throws `store_error`
/// if the file has a migration that this program does not know or knows with another text, and if the file holds
/// tables but is not ours.
void migrate(connection& writer);

} // namespace sluice::store::sqlite
