#include "engine/store/sqlite/applications.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"

#include <set>

namespace sluice::store::sqlite {

namespace {

constexpr std::string_view find_by_id =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, revision, "
    "created_at, updated_at, body FROM application WHERE id = ?";
constexpr std::string_view find_by_number =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, revision, "
    "created_at, updated_at, body FROM application WHERE number = ? AND number <> ''";
constexpr std::string_view find_summary =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, revision, "
    "created_at, updated_at FROM application WHERE id = ?";
constexpr std::string_view list_by_version =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, revision, "
    "created_at, updated_at, body FROM application INDEXED BY application_by_version "
    "WHERE programme = ? AND definition_version = ? AND id > ? ORDER BY id LIMIT ?";
constexpr std::string_view insert_application =
    "INSERT INTO application (id, programme, definition_version, round, organisation, created_by, number, title, "
    "state, draft, revision, created_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view update_application =
    "UPDATE application SET definition_version = ?, round = ?, organisation = ?, created_by = ?, number = ?, title = "
    "?, "
    "state = ?, draft = ?, revision = ?, updated_at = ?, body = ? WHERE id = ?";
constexpr std::string_view add_to_count =
    "INSERT INTO application_count (programme, state, draft, count) VALUES (?, ?, ?, 1) "
    "ON CONFLICT (programme, state, draft) DO UPDATE SET count = count + 1";
constexpr std::string_view take_from_count =
    "UPDATE application_count SET count = count - 1 WHERE programme = ? AND state = ? AND draft = ?";

std::optional<application_record> read_one(query& row) {
    if (!row.next()) return std::nullopt;
    application_record r;
    row.into(r.id, r.programme, r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title, r.state,
             r.draft, r.revision, r.created_at, r.updated_at, r.body);
    return r;
}

std::optional<application_record> find(connection& user, std::string_view sql, std::string_view key) {
    query row{user, sql};
    return read_one(row.with(key));
}

void insert(connection& writer, const application_record& r) {
    query{writer, insert_application}
        .with(r.id, r.programme, r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title,
              r.state, r.draft, r.revision, r.created_at, r.updated_at, r.body)
        .run();
    query{writer, add_to_count}.with(r.programme, r.state, r.draft).run();
}

void update(connection& writer, const application_record& before, const application_record& r) {
    if (r.programme != before.programme || r.created_at != before.created_at)
        throw store_misused("application " + r.id + ": programme and time of creation never change");
    query{writer, update_application}
        .with(r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title, r.state, r.draft,
              r.revision, r.updated_at, r.body, r.id)
        .run();
    if (r.state == before.state && r.draft == before.draft) return;
    query{writer, take_from_count}.with(before.programme, before.state, before.draft).run();
    query{writer, add_to_count}.with(r.programme, r.state, r.draft).run();
}

void append_counts(query& rows, std::vector<application_count>& counts) {
    while (rows.next()) {
        application_count& row = counts.emplace_back();
        rows.into(row.programme, row.state, row.draft, row.count);
    }
}

} // namespace

std::optional<application_record> find_application(connection& user, std::string_view id) {
    return find(user, find_by_id, id);
}

std::optional<application_record> find_application_by_number(connection& user, std::string_view number) {
    return find(user, find_by_number, number);
}

std::optional<application_record> find_application_summary(connection& user, std::string_view id) {
    query row{user, find_summary};
    if (!row.with(id).next()) return std::nullopt;
    application_record r;
    row.into(r.id, r.programme, r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title, r.state,
             r.draft, r.revision, r.created_at, r.updated_at);
    return r;
}

page<application_record> list_applications_of_version(connection& user, std::string_view programme,
                                                      std::string_view version, const page_request& want) {
    const page_bounds bounds{want};
    query rows{user, list_by_version};
    rows.with(programme, version, want.after ? std::string_view{want.after->id} : std::string_view{}, bounds.fetch);
    std::vector<application_record> found;
    for (auto next = read_one(rows); next; next = read_one(rows))
        found.push_back(std::move(*next));
    return cut_to_page(std::move(found), bounds, [](const application_record& last) {
        return cursor{0, 0, last.id, ""};
    });
}

std::vector<application_count> count_applications(connection& user,
                                                  const std::optional<std::vector<std::string>>& programmes) {
    std::vector<application_count> counts;
    if (!programmes) {
        query rows{user, "SELECT programme, state, draft, count FROM application_count WHERE count > 0 "
                         "ORDER BY programme, state, draft"};
        append_counts(rows, counts);
        return counts;
    }
    for (const std::string& programme : std::set<std::string>{programmes->begin(), programmes->end()}) {
        query rows{user,
                   "SELECT programme, state, draft, count FROM application_count WHERE programme = ? AND count > 0 "
                   "ORDER BY state, draft"};
        append_counts(rows.with(programme), counts);
    }
    return counts;
}

void put_application(connection& writer, const application_record& record, std::int64_t expected_revision) {
    const std::optional<application_record> before = find_application_summary(writer, record.id);
    const std::int64_t found = before ? before->revision : 0;
    if (found != expected_revision) throw version_mismatch("application " + record.id, expected_revision, found);
    if (record.revision <= found) throw store_misused("application " + record.id + ": the revision must rise");
    if (before)
        update(writer, *before, record);
    else
        insert(writer, record);
}

} // namespace sluice::store::sqlite
