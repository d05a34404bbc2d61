#pragma once

#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

#include <span>
#include <vector>

namespace sluice::store::sqlite {

std::optional<project_record> find_project(connection& user, std::string_view application);
std::vector<project_record> list_projects_of_organisation(connection& user, std::string_view organisation, int limit);
std::vector<project_record> list_projects_of_code(connection& user, std::string_view organisation_code, int limit);
std::vector<project_record> list_projects_titled(connection& user, std::string_view title_key, int limit);
std::vector<project_record> list_projects_sharing(connection& user, std::span<const std::int64_t> bands, int limit);
std::vector<std::string> list_applications_without_project(connection& user, int limit);

void put_project(connection& writer, const project_record& project);

} // namespace sluice::store::sqlite
