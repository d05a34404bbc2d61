#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

#include <set>
#include <span>
#include <string>

namespace sluice::store::sqlite {

/// A merge of one index range for each audience and programme, as the list of applications is.
/// `programmes` are those in which anything can wait.
page<task_record> list_tasks(connection& user, const std::set<std::string>& programmes, const task_filter& filter,
                             const page_request& want);
page<task_record> list_tasks_in_hand(connection& user, std::string_view handler, const std::optional<instant>& due_by,
                                     const page_request& want);
std::vector<task_record> list_tasks_of(connection& user, std::string_view application);
void replace_tasks(connection& writer, std::string_view application, std::span<const task_record> tasks);

bool is_assigned(connection& user, std::string_view person, std::string_view application);
std::vector<std::string> list_persons_assigned(connection& user, std::string_view application);
void replace_assignments(connection& writer, std::string_view application, std::span<const std::string> persons);

} // namespace sluice::store::sqlite
