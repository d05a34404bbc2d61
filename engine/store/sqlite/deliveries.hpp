#pragma once

#include "engine/store/page.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

#include <optional>
#include <vector>

namespace sluice::store::sqlite {

std::optional<delivery_record> find_delivery(connection& user, std::string_view id);
std::vector<delivery_record> list_due_deliveries(connection& user, std::string_view channel, instant now, int limit);
std::optional<instant> find_next_delivery(connection& user, std::string_view channel);
page<delivery_record> list_deliveries_to(connection& user, std::string_view recipient, bool unread_only,
                                         const page_request& want);
page<delivery_record> list_deliveries_about(connection& user, std::string_view application, const page_request& want);
page<delivery_record> list_failed_deliveries(connection& user, const page_request& want);
void put_delivery(connection& writer, const delivery_record& delivery);
int remove_deliveries_before(connection& writer, std::string_view id, int limit);

} // namespace sluice::store::sqlite
