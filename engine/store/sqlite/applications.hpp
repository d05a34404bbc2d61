#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

namespace sluice::store::sqlite {

std::optional<application_record> find_application(connection& user, std::string_view id);
std::optional<application_record> find_application_by_number(connection& user, std::string_view number);

/// The row without its body.
std::optional<application_record> find_application_summary(connection& user, std::string_view id);

/// In order of id, with bodies.
page<application_record> list_applications_of_version(connection& user, std::string_view programme,
                                                      std::string_view version, const page_request& want);

/// In order of programme, state, draft; those of every programme if `programmes` is absent.
std::vector<application_count> count_applications(connection& user,
                                                  const std::optional<std::vector<std::string>>& programmes);

/// The row and the counts.
void put_application(connection& writer, const application_record& record, std::int64_t expected_revision);

/// Each list is a merge of streams: index ranges that are already in the wanted order, one for each combination of
/// programme and state. Of each, no more is read than the page can hold.
page<application_record> list_applications(connection& user, const application_filter& filter,
                                           const page_request& want);

} // namespace sluice::store::sqlite
