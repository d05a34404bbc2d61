#include "engine/store/sqlite/schema.hpp"

#include "engine/base/digest.hpp"
#include "engine/store/error.hpp"
#include "engine/store/sqlite/connection.hpp"
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

/// What SQL cannot compute itself.
void provide_functions(connection& writer) {
    sqlite3_create_function_v2(writer.handle().getHandle(), "key_number", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                               nullptr, give_key_number, nullptr, nullptr, nullptr);
}

void apply(connection& writer, const migration& step) {
    writer.begin_write();
    writer.execute_script(std::string{step.sql});
    query{writer, "INSERT INTO migration (version, name, sha256) VALUES (?, ?, ?)"}
        .with(step.version, step.name, sha256(step.sql))
        .run();
    writer.commit();
}

} // namespace

void migrate(connection& writer) {
    refuse_foreign_file(writer);
    writer.execute_script("CREATE TABLE IF NOT EXISTS migration ("
                          "version INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 BLOB NOT NULL) STRICT");
    const int version = applied_version(writer);
    if (version < static_cast<int>(migrations().size())) provide_functions(writer);
    for (const migration& step : migrations())
        if (step.version > version) apply(writer, step);
}

} // namespace sluice::store::sqlite
