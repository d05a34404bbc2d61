#include "engine/store/sqlite/schema.hpp"

#include "engine/base/digest.hpp"
#include "engine/store/error.hpp"
#include "engine/store/sqlite/connection.hpp"
#include "engine/store/sqlite/memory_index.hpp"
#include "engine/store/sqlite/messages.hpp"

#include <sqlite3.h>

namespace sluice::store::sqlite {

namespace {

void refuse_foreign_file(connection& writer) {
    query tables{writer,
                 "SELECT count(*), coalesce(sum(name = 'migration'), 0) FROM sqlite_schema WHERE type = 'table'"};
    std::int64_t all = 0;
    std::int64_t ours = 0;
    tables.next();
    tables.into(all, ours);
    if (all > 0 && ours == 0) throw store_error("the file is a database, but not one of this program");
}

/// The version that the file has, after making sure that it came about by these very migrations.
int applied_version(connection& writer) {
    const std::span<const migration> known = migrations();
    query applied{writer, "SELECT version, sha256 FROM migration ORDER BY version"};
    int version = 0;
    while (applied.next()) {
        digest text_hash{};
        applied.into(version, text_hash);
        if (version > static_cast<int>(known.size()))
            throw store_error("the file has a newer schema than this program knows: version " +
                              std::to_string(version));
        if (text_hash != sha256(known[static_cast<std::size_t>(version - 1)].sql))
            throw store_error("migration " + std::to_string(version) + " was applied with another text");
    }
    return version;
}

void give_key_number(sqlite3_context* context, int, sqlite3_value** arguments) {
    const auto* bytes = static_cast<const char*>(sqlite3_value_blob(arguments[0]));
    const auto size = static_cast<std::size_t>(sqlite3_value_bytes(arguments[0]));
    sqlite3_result_int64(context, key_number({bytes == nullptr ? "" : bytes, size}));
}

void give_uuid_bytes(sqlite3_context* context, int, sqlite3_value** arguments) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_value_text(arguments[0]));
    const auto id = short_id::from_text(text == nullptr ? "" : text);
    if (!id) return sqlite3_result_error(context, "the id of an application is no UUID in lower case", -1);
    const std::string bytes = id->to_bytes();
    sqlite3_result_blob(context, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
}

/// What a migration has written refers to nothing that is not there.
void require_references(connection& writer) {
    query broken{writer, "PRAGMA foreign_key_check"};
    if (broken.next()) throw store_error("a migration has left references to what is not there");
}

void apply(connection& writer, const migration& step) {
    writer.begin_write();
    writer.execute_script(std::string{step.sql});
    require_references(writer);
    query{writer, "INSERT INTO migration (version, name, sha256) VALUES (?, ?, ?)"}
        .with(step.version, step.name, sha256(step.sql))
        .run();
    writer.commit();
}

} // namespace

void provide_functions(sqlite3* database) {
    sqlite3_create_function_v2(database, "key_number", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, give_key_number,
                               nullptr, nullptr, nullptr);
    sqlite3_create_function_v2(database, "uuid_bytes", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, nullptr, give_uuid_bytes,
                               nullptr, nullptr, nullptr);
}

void migrate(connection& writer) {
    refuse_foreign_file(writer);
    writer.execute_script("CREATE TABLE IF NOT EXISTS migration ("
                          "version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL) STRICT");
    const int version = applied_version(writer);
    if (version == static_cast<int>(migrations().size())) return;
    provide_functions(writer.handle().getHandle());
    writer.execute_script("PRAGMA foreign_keys = OFF"); // a table that others refer to may be written anew
    for (const migration& step : migrations())
        if (step.version > version) apply(writer, step);
    writer.execute_script("PRAGMA foreign_keys = ON");
}

} // namespace sluice::store::sqlite
