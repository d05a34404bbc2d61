#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"
#include "engine/store/sqlite/memory_index.hpp"
#include "engine/store/sqlite/shared_state.hpp"

namespace sluice::store::sqlite {

std::optional<application_record> find_application(connection& user, std::int64_t position);
std::optional<application_record> find_application_by_number(connection& user, std::string_view number);

/// The row without its body, with its notes.
std::optional<application_record> find_application_summary(connection& user, std::int64_t position);
std::optional<application_view> find_view(connection& user, std::int64_t position);

/// Both at once, for they lie together.
struct shown_application {
    application_record summary;
    application_view view; ///< its text is empty where none is kept
};
std::optional<shown_application> find_shown(connection& user, std::int64_t position);

/// In order of id, with bodies.
page<application_record> list_applications_of_version(connection& user, std::string_view programme,
                                                      std::string_view version, const page_request& want);

/// As they were committed, in order of programme, state, draft.
std::vector<application_count> list_counts(connection& user);
void change_counts(connection& writer, const count_changes& changes);

/// The application and what is shown of it, with `tasks` (task_lines.hpp); returns its position. `before` is the stored
/// one and `position` its own, null and 0 if there is none; its body is not looked at.
std::int64_t put_application(connection& writer, const application_record& record, std::string_view tasks,
                             const application_record* before, std::int64_t position, std::int64_t expected_revision);

void put_notes(connection& writer, std::int64_t position, const application_notes& notes);

std::vector<task_record> list_tasks_of(connection& user, std::string_view application, std::int64_t position);
void put_tasks(connection& writer, std::int64_t position, std::string_view tasks);

/// What a list is made of.
struct list_sources {
    connection& user; ///< for what one organisation or one person has
    const index_view& index;
    const std::vector<application_count>& counts; ///< which states there are
};

/// Each list is a merge of streams that are already in the wanted order: lanes in memory, one for each combination of
/// programme and state, and what one organisation or one person has, from its index. Of each, no more is read than the
/// page can hold.
page<std::string> list_application_ids(const list_sources& from, const application_filter& filter,
                                       const page_request& want);

/// Those of some programmes; all if `programmes` is absent.
std::vector<application_count> counts_of(const std::vector<application_count>& counts,
                                         const std::optional<std::vector<std::string>>& programmes);

} // namespace sluice::store::sqlite
