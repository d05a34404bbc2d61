#include "engine/store/sqlite/entities.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"

#include <fmt/core.h>

namespace sluice::store::sqlite {

namespace {

std::optional<entity> read_one(query& row) {
    if (!row.next()) return std::nullopt;
    entity e;
    row.into(e.kind, e.id, e.programme, e.revision, e.lookup, e.body);
    return e;
}

page<entity> read_page(query& rows, const page_bounds& bounds) {
    std::vector<entity> found;
    for (std::optional<entity> next = read_one(rows); next; next = read_one(rows))
        found.push_back(std::move(*next));
    return cut_to_page(std::move(found), bounds, [](const entity& last) { return cursor{0, 0, last.id, {}}; });
}

void require_revision(const entity* before, std::string_view kind, std::string_view id, std::int64_t expected) {
    const std::int64_t found = before != nullptr ? before->revision : 0;
    if (found != expected) throw version_mismatch(std::string{kind} + " " + std::string{id}, expected, found);
}

void require_one(int changed, std::string_view kind, std::string_view id) {
    if (changed != 1) throw store_error(fmt::format("{} {} is not stored as it is kept in memory", kind, id));
}

void insert(connection& writer, const entity& e) {
    query{writer, "INSERT INTO entity (programme, revision, lookup, body, kind, id) VALUES (?, ?, ?, ?, ?, ?)"}
        .with(e.programme, e.revision, e.lookup, e.body, e.kind, e.id)
        .run();
}

} // namespace

std::optional<entity> find_entity(connection& user, std::string_view kind, std::string_view id) {
    query row{user, "SELECT kind, id, programme, revision, lookup, body FROM entity WHERE kind = ? AND id = ?"};
    return read_one(row.with(kind, id));
}

std::optional<entity> find_entity_by_lookup(connection& user, std::string_view kind, std::string_view lookup) {
    query row{user, "SELECT kind, id, programme, revision, lookup, body FROM entity INDEXED BY entity_by_lookup "
                    "WHERE kind = ? AND lookup = ? AND lookup <> ''"};
    return read_one(row.with(kind, lookup));
}

page<entity> list_entities(connection& user, const entity_filter& filter, const page_request& want) {
    const page_bounds bounds{want};
    const std::string after = want.after ? want.after->id : std::string{};
    query rows{user, filter.programme ? "SELECT kind, id, programme, revision, lookup, body FROM entity "
                                        "INDEXED BY entity_by_programme WHERE kind = ? AND programme = ? AND id > ? "
                                        "ORDER BY id LIMIT ?"
                                      : "SELECT kind, id, programme, revision, lookup, body FROM entity "
                                        "INDEXED BY entity_by_id WHERE kind = ? AND id > ? ORDER BY id LIMIT ?"};
    rows.bind(filter.kind);
    if (filter.programme) rows.bind(*filter.programme);
    rows.with(after, bounds.fetch);
    return read_page(rows, bounds);
}

page<entity> list_entities_of(connection& user, std::string_view kind, std::string_view party,
                              const page_request& want) {
    const page_bounds bounds{want};
    const std::string after = want.after ? want.after->id : std::string{};
    query rows{user, "SELECT e.kind, e.id, e.programme, e.revision, e.lookup, e.body FROM entity_party p "
                     "CROSS JOIN entity e INDEXED BY entity_by_id ON e.kind = p.kind AND e.id = p.id "
                     "WHERE p.kind = ? AND p.party = ? AND p.id > ? ORDER BY p.id LIMIT ?"};
    rows.with(kind, party, after, bounds.fetch);
    return read_page(rows, bounds);
}

void put_party(connection& writer, std::string_view kind, std::string_view party, std::string_view id) {
    query{writer, "INSERT INTO entity_party (kind, party, id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"}
        .with(kind, party, id)
        .run();
}

void remove_party(connection& writer, std::string_view kind, std::string_view party, std::string_view id) {
    query{writer, "DELETE FROM entity_party WHERE kind = ? AND party = ? AND id = ?"}.with(kind, party, id).run();
}

void put_entity(connection& writer, const entity& record, const entity* before, std::int64_t expected_revision) {
    require_revision(before, record.kind, record.id, expected_revision);
    if (record.revision <= expected_revision)
        throw store_misused(record.kind + " " + record.id + ": the revision must rise");
    if (before == nullptr) return insert(writer, record);
    query update{writer, "UPDATE entity SET programme = ?, revision = ?, lookup = ?, body = ? "
                         "WHERE kind = ? AND id = ? AND revision = ?"};
    update.with(record.programme, record.revision, record.lookup, record.body, record.kind, record.id,
                before->revision);
    require_one(update.run(), record.kind, record.id);
}

void remove_entity(connection& writer, std::string_view kind, std::string_view id, const entity* before,
                   std::int64_t expected_revision) {
    require_revision(before, kind, id, expected_revision);
    if (before == nullptr) return;
    query row{writer, "DELETE FROM entity WHERE kind = ? AND id = ? AND revision = ?"};
    require_one(row.with(kind, id, before->revision).run(), kind, id);
}

std::int64_t next_number(connection& writer, std::string_view sequence) {
    std::int64_t number = 0;
    query next{writer, "INSERT INTO sequence (name, last) VALUES (?, 1) "
                       "ON CONFLICT (name) DO UPDATE SET last = last + 1 RETURNING last"};
    next.with(sequence);
    next.next();
    next.into(number);
    next.finish();
    return number;
}

} // namespace sluice::store::sqlite
