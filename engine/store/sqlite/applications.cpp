#include "engine/store/sqlite/applications.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"
#include "engine/store/sqlite/task_lines.hpp"

#include <set>

namespace sluice::store::sqlite {

namespace {

constexpr std::string_view find_by_position =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, revision, "
    "created_at, updated_at, body FROM application WHERE position = ?";
constexpr std::string_view find_by_number =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, revision, "
    "created_at, updated_at, body FROM application WHERE number = ? AND number <> ''";
constexpr std::string_view find_summary =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, "
    "revision, created_at, updated_at, handler, messages, unread_by_applicant, unread_by_office, same_projects, "
    "overlaps_complete FROM application_shown WHERE application = ?";
constexpr std::string_view find_summary_and_view =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, "
    "revision, created_at, updated_at, handler, messages, unread_by_applicant, unread_by_office, same_projects, "
    "overlaps_complete, format, text FROM application_shown WHERE application = ?";
constexpr std::string_view set_notes =
    "UPDATE application_shown SET handler = ?, messages = ?, unread_by_applicant = ?, unread_by_office = ?, "
    "same_projects = ?, overlaps_complete = ? WHERE application = ?";
constexpr std::string_view list_by_version =
    "SELECT id, programme, definition_version, round, organisation, created_by, number, title, state, draft, revision, "
    "created_at, updated_at, body FROM application INDEXED BY application_by_version "
    "WHERE programme = ? AND definition_version = ? AND id > ? ORDER BY id LIMIT ?";
constexpr std::string_view insert_application =
    "INSERT INTO application (id, programme, definition_version, round, organisation, created_by, number, title, "
    "state, draft, revision, created_at, updated_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view update_application =
    "UPDATE application SET definition_version = ?, organisation = ?, created_by = ?, number = ?, round = ?, title = "
    "?, "
    "state = ?, draft = ?, revision = ?, updated_at = ?, body = ? WHERE position = ? AND revision = ?";
/// As nearly always: nothing changes by which an index finds it. SQLite writes every index of a column that is set, be
/// it to what it was.
constexpr std::string_view update_unindexed =
    "UPDATE application SET round = ?, title = ?, state = ?, draft = ?, revision = ?, updated_at = ?, body = ? "
    "WHERE position = ? AND revision = ?";
constexpr std::string_view insert_shown =
    "INSERT INTO application_shown (application, id, programme, definition_version, round, organisation, created_by, "
    "number, title, state, draft, revision, created_at, updated_at, tasks, format, text, handler, messages, "
    "unread_by_applicant, unread_by_office, same_projects, overlaps_complete) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0, 0, 0, -1, 1)";
constexpr std::string_view update_shown =
    "UPDATE application_shown SET definition_version = ?, round = ?, organisation = ?, created_by = ?, number = ?, "
    "title = ?, state = ?, draft = ?, revision = ?, updated_at = ?, tasks = ?, format = ?, text = ? "
    "WHERE application = ?";
constexpr std::string_view add_to_count =
    "INSERT INTO application_count (programme, state, draft, count) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (programme, state, draft) DO UPDATE SET count = count + excluded.count";
constexpr std::string_view take_from_count =
    "UPDATE application_count SET count = count - ? WHERE programme = ? AND state = ? AND draft = ?";

std::optional<application_record> read_one(query& row) {
    if (!row.next()) return std::nullopt;
    application_record r;
    row.into(r.id, r.programme, r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title, r.state,
             r.draft, r.revision, r.created_at, r.updated_at, r.body);
    return r;
}

std::int64_t insert(connection& writer, const application_record& r) {
    if (!short_id::from_text(r.id))
        throw store_misused("application " + r.id + ": the id of an application is a UUID in lower case");
    return query{writer, insert_application}
        .with(r.id, r.programme, r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title,
              r.state, r.draft, r.revision, r.created_at, r.updated_at, r.body)
        .insert();
}

bool are_found_alike(const application_record& left, const application_record& right) {
    return left.definition_version == right.definition_version && left.organisation == right.organisation &&
           left.created_by == right.created_by && left.number == right.number;
}

void update(connection& writer, const application_record& before, std::int64_t position, const application_record& r) {
    if (r.programme != before.programme || r.created_at != before.created_at)
        throw store_misused("application " + r.id + ": programme and time of creation never change");
    const bool alike = are_found_alike(before, r);
    query row{writer, alike ? update_unindexed : update_application};
    if (!alike) row.with(r.definition_version, r.organisation, r.created_by, r.number);
    row.with(r.round, r.title, r.state, r.draft, r.revision, r.updated_at, r.body, position, before.revision);
    if (row.run() != 1) throw store_error("application " + r.id + " is not stored as it is kept in memory");
}

void show(connection& writer, std::int64_t position, const application_record& r, std::string_view tasks, bool is_new) {
    if (is_new) {
        query{writer, insert_shown}
            .with(position, r.id, r.programme, r.definition_version, r.round, r.organisation, r.created_by, r.number,
                  r.title, r.state, r.draft, r.revision, r.created_at, r.updated_at, tasks, r.view_format, r.view)
            .run();
        return;
    }
    query row{writer, update_shown};
    row.with(r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title, r.state, r.draft,
             r.revision, r.updated_at, tasks, r.view_format, r.view, position);
    if (row.run() != 1) throw store_error("application " + r.id + " is stored, but not what is shown of it");
}

/// The columns of `find_summary`, and behind them `more`.
template<class... More>
application_record take_summary(query& row, More&... more) {
    application_record r;
    application_notes& n = r.notes;
    row.into(r.id, r.programme, r.definition_version, r.round, r.organisation, r.created_by, r.number, r.title, r.state,
             r.draft, r.revision, r.created_at, r.updated_at, n.handler, n.messages, n.unread_by_applicant,
             n.unread_by_office, n.same_projects, n.overlaps_complete, more...);
    return r;
}

} // namespace

std::optional<application_record> find_application(connection& user, std::int64_t position) {
    query row{user, find_by_position};
    return read_one(row.with(position));
}

std::optional<application_record> find_application_by_number(connection& user, std::string_view number) {
    query row{user, find_by_number};
    return read_one(row.with(number));
}

std::optional<application_record> find_application_summary(connection& user, std::int64_t position) {
    query row{user, find_summary};
    if (!row.with(position).next()) return std::nullopt;
    return take_summary(row);
}

std::optional<application_view> find_view(connection& user, std::int64_t position) {
    query row{user, "SELECT format, text FROM application_shown WHERE application = ?"};
    if (!row.with(position).next()) return std::nullopt;
    application_view view;
    row.into(view.format, view.text);
    if (view.text.empty()) return std::nullopt;
    return view;
}

std::optional<shown_application> find_shown(connection& user, std::int64_t position) {
    query row{user, find_summary_and_view};
    if (!row.with(position).next()) return std::nullopt;
    application_view view;
    application_record summary = take_summary(row, view.format, view.text);
    return shown_application{std::move(summary), std::move(view)};
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

std::vector<application_count> list_counts(connection& user) {
    std::vector<application_count> counts;
    query rows{user, "SELECT programme, state, draft, count FROM application_count WHERE count > 0 "
                     "ORDER BY programme, state, draft"};
    while (rows.next()) {
        application_count& row = counts.emplace_back();
        rows.into(row.programme, row.state, row.draft, row.count);
    }
    return counts;
}

std::vector<application_count> counts_of(const std::vector<application_count>& counts,
                                         const std::optional<std::vector<std::string>>& programmes) {
    if (!programmes) return counts;
    const std::set<std::string_view> wanted{programmes->begin(), programmes->end()};
    std::vector<application_count> found;
    for (const application_count& row : counts)
        if (wanted.contains(row.programme)) found.push_back(row);
    return found;
}

void change_counts(connection& writer, const count_changes& changes) {
    for (const auto& [key, change] : changes) {
        const auto& [programme, state, draft] = key;
        if (change > 0) query{writer, add_to_count}.with(programme, state, draft, change).run();
        if (change < 0) query{writer, take_from_count}.with(-change, programme, state, draft).run();
    }
}

std::int64_t put_application(connection& writer, const application_record& record, std::string_view tasks,
                             const application_record* before, std::int64_t position, std::int64_t expected_revision) {
    const std::int64_t found = before != nullptr ? before->revision : 0;
    if (found != expected_revision) throw version_mismatch("application " + record.id, expected_revision, found);
    if (record.revision <= found) throw store_misused("application " + record.id + ": the revision must rise");
    if (before != nullptr)
        update(writer, *before, position, record);
    else
        position = insert(writer, record);
    show(writer, position, record, tasks, before == nullptr);
    return position;
}

void put_notes(connection& writer, std::int64_t position, const application_notes& notes) {
    query{writer, set_notes}
        .with(notes.handler, notes.messages, notes.unread_by_applicant, notes.unread_by_office, notes.same_projects,
              notes.overlaps_complete, position)
        .run();
}

std::vector<task_record> list_tasks_of(connection& user, std::string_view application, std::int64_t position) {
    query row{user, "SELECT tasks FROM application_shown WHERE application = ?"};
    if (!row.with(position).next()) return {};
    std::string_view lines;
    row.into(lines);
    return from_lines(application, lines);
}

void put_tasks(connection& writer, std::int64_t position, std::string_view tasks) {
    query{writer, "UPDATE application_shown SET tasks = ? WHERE application = ?"}.with(tasks, position).run();
}

} // namespace sluice::store::sqlite
