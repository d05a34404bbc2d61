#pragma once

#include "engine/store/filter.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"
#include "engine/store/sqlite/shared_state.hpp"

namespace sluice::store::sqlite {

std::optional<application_record> find_application(connection& user, std::string_view id);
std::optional<application_record> find_application_by_number(connection& user, std::string_view number);

/// The row without its body.
std::optional<application_record> find_application_summary(connection& user, std::string_view id);

/// In order of id, with bodies.
page<application_record> list_applications_of_version(connection& user, std::string_view programme,
                                                      std::string_view version, const page_request& want);

/// As they were committed, in order of programme, state, draft.
std::vector<application_count> list_counts(connection& user);
void change_counts(connection& writer, const count_changes& changes);

/// The row alone. `before` is the stored one, null if there is none; its body is not looked at.
void put_application(connection& writer, const application_record& record, const application_record* before,
                     std::int64_t expected_revision);

/// Each list is a merge of streams: index ranges that are already in the wanted order, one for each combination of
/// programme and state. Of each, no more is read than the page can hold. `counts` tell which states there are.
page<std::string> list_application_ids(connection& user, const std::vector<application_count>& counts,
                                       const application_filter& filter, const page_request& want);

/// Those of some programmes; all if `programmes` is absent.
std::vector<application_count> counts_of(const std::vector<application_count>& counts,
                                         const std::optional<std::vector<std::string>>& programmes);

} // namespace sluice::store::sqlite
