#include "engine/store/sqlite/tasks.hpp"

#include "engine/store/error.hpp"
#include "engine/store/sqlite/paging.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

namespace sluice::store::sqlite {

namespace {

/// Stored where a task has no due time, so that it sorts behind those that have one.
constexpr std::int64_t never_due = std::numeric_limits<std::int64_t>::max();

/// Between kind and audience in a cursor.
constexpr char part_separator = '\n';

std::int64_t due_order_of(const task_record& task) {
    return task.due_at ? task.due_at->milliseconds : never_due;
}

bool comes_before(const task_record& left, const task_record& right) {
    return std::make_tuple(due_order_of(left), left.since, std::string_view{left.application},
                           std::string_view{left.kind}, std::string_view{left.audience}) <
           std::make_tuple(due_order_of(right), right.since, std::string_view{right.application},
                           std::string_view{right.kind}, std::string_view{right.audience});
}

cursor cursor_of(const task_record& last) {
    return {due_order_of(last), last.since.milliseconds, last.application, last.kind + part_separator + last.audience};
}

void append_all(query& rows, std::vector<task_record>& found) {
    while (rows.next()) {
        task_record& t = found.emplace_back();
        std::int64_t due_order = 0;
        rows.into(t.application, t.audience, t.programme, t.kind, t.since, due_order, t.handler);
        if (due_order != never_due) t.due_at = instant{due_order};
    }
}

void require_tasks_of(std::string_view application, std::span<const task_record> tasks) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const task_record& task : tasks) {
        if (task.application != application) throw store_misused("a task of another application");
        if (!seen.emplace(task.audience, task.kind).second)
            throw store_misused("two tasks of kind " + task.kind + " for " + task.audience);
    }
}

bool is_same_row(const task_record& left, const task_record& right) {
    return left.kind == right.kind && left.audience == right.audience;
}

/// What waits for one audience in one programme, behind the cursor. The audience comes last in the order, so that the
/// cursor's own row is behind the cursor for the audiences after its own.
void append_waiting(connection& user, const std::string& audience, const std::string& programme, std::int64_t due_by,
                    const page_request& want, int fetch, std::vector<task_record>& found) {
    const cursor start{std::numeric_limits<std::int64_t>::min(), 0, {}, {}};
    const cursor& after = want.after ? *want.after : start;
    const std::size_t separator = after.part.find(part_separator);
    const std::string kind = after.part.substr(0, separator);
    const bool same_row_follows = separator != std::string::npos && audience > after.part.substr(separator + 1);
    query rows{user, same_row_follows
                         ? "SELECT application, audience, programme, kind, since, due_order, handler FROM task "
                           "INDEXED BY task_by_audience WHERE audience = ? AND programme = ? "
                           "AND due_order <= ? AND (due_order, since, application, kind) >= (?, ?, ?, ?) "
                           "ORDER BY due_order, since, application, kind LIMIT ?"
                         : "SELECT application, audience, programme, kind, since, due_order, handler FROM task "
                           "INDEXED BY task_by_audience WHERE audience = ? AND programme = ? "
                           "AND due_order <= ? AND (due_order, since, application, kind) > (?, ?, ?, ?) "
                           "ORDER BY due_order, since, application, kind LIMIT ?"};
    append_all(rows.with(audience, programme, due_by, after.first, after.second, after.id, kind, fetch), found);
}

} // namespace

page<task_record> list_tasks(connection& user, const std::set<std::string>& programmes, const task_filter& filter,
                             const page_request& want) {
    const page_bounds bounds{want};
    const std::set<std::string> audiences{filter.audiences.begin(), filter.audiences.end()};
    if (audiences.size() * programmes.size() > list_combinations_max)
        throw store_error("the list spreads over too many audiences");
    const std::int64_t due_by = filter.due_by ? filter.due_by->milliseconds : never_due;
    std::vector<task_record> found;
    for (const std::string& audience : audiences)
        for (const std::string& programme : programmes)
            append_waiting(user, audience, programme, due_by, want, bounds.fetch, found);
    std::ranges::sort(found, comes_before);
    if (found.size() > static_cast<std::size_t>(bounds.fetch)) found.resize(static_cast<std::size_t>(bounds.fetch));
    return cut_to_page(std::move(found), bounds, cursor_of);
}

page<task_record> list_tasks_in_hand(connection& user, std::string_view handler, const std::optional<instant>& due_by,
                                     const page_request& want) {
    const page_bounds bounds{want};
    const cursor start{std::numeric_limits<std::int64_t>::min(), 0, {}, {}};
    const cursor& after = want.after ? *want.after : start;
    const std::size_t separator = std::min(after.part.find(part_separator), after.part.size());
    const std::string kind = after.part.substr(0, separator);
    const std::string audience = separator == after.part.size() ? std::string{} : after.part.substr(separator + 1);
    std::vector<task_record> found;
    query rows{user, "SELECT application, audience, programme, kind, since, due_order, handler FROM task "
                     "INDEXED BY task_by_handler WHERE handler = ? AND handler <> '' AND due_order <= ? "
                     "AND (due_order, since, application, kind, audience) > (?, ?, ?, ?, ?) "
                     "ORDER BY due_order, since, application, kind, audience LIMIT ?"};
    append_all(rows.with(handler, due_by ? due_by->milliseconds : never_due, after.first, after.second, after.id, kind,
                         audience, bounds.fetch),
               found);
    return cut_to_page(std::move(found), bounds, cursor_of);
}

std::vector<task_record> list_tasks_of(connection& user, std::string_view application) {
    std::vector<task_record> found;
    query rows{
        user,
        "SELECT application, audience, programme, kind, since, due_order, handler FROM task WHERE application = ? "
        "ORDER BY audience, kind"};
    append_all(rows.with(application), found);
    return found;
}

void replace_tasks(connection& writer, std::string_view application, std::span<const task_record> tasks) {
    require_tasks_of(application, tasks);
    const std::vector<task_record> before = list_tasks_of(writer, application);
    for (const task_record& old : before)
        if (std::ranges::none_of(tasks, [&](const task_record& task) { return is_same_row(task, old); }))
            query{writer, "DELETE FROM task WHERE application = ? AND audience = ? AND kind = ?"}
                .with(application, old.audience, old.kind)
                .run();
    for (const task_record& task : tasks)
        if (std::ranges::find(before, task) == before.end())
            query{writer, "INSERT INTO task (application, audience, kind, programme, since, due_order, handler) "
                          "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application, audience, kind) DO UPDATE SET "
                          "programme = excluded.programme, since = excluded.since, due_order = excluded.due_order, "
                          "handler = excluded.handler"}
                .with(task.application, task.audience, task.kind, task.programme, task.since, due_order_of(task),
                      task.handler)
                .run();
}

bool is_assigned(connection& user, std::string_view person, std::string_view application) {
    query row{user, "SELECT 1 FROM assignment WHERE person = ? AND application = ?"};
    return row.with(person, application).next();
}

std::vector<std::string> list_persons_assigned(connection& user, std::string_view application) {
    std::vector<std::string> persons;
    query rows{user, "SELECT person FROM assignment WHERE application = ? ORDER BY person"};
    rows.with(application);
    while (rows.next())
        rows.into(persons.emplace_back());
    return persons;
}

void replace_assignments(connection& writer, std::string_view application, std::span<const std::string> persons) {
    const std::vector<std::string> before = list_persons_assigned(writer, application);
    const std::set<std::string_view> now{persons.begin(), persons.end()};
    for (const std::string& person : before)
        if (!now.contains(person))
            query{writer, "DELETE FROM assignment WHERE person = ? AND application = ?"}
                .with(person, application)
                .run();
    for (const std::string_view person : now)
        if (!std::ranges::binary_search(before, person))
            query{writer, "INSERT INTO assignment (person, application) VALUES (?, ?)"}.with(person, application).run();
}

} // namespace sluice::store::sqlite
