#pragma once

#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

#include <vector>

namespace sluice::store::sqlite {

std::vector<timer_record> list_timers_of(connection& user, std::string_view application);
std::vector<timer_record> list_due_timers(connection& user, instant now, int limit);
std::optional<instant> find_next_due(connection& user);

void put_timer(connection& writer, const timer_record& timer);
void remove_timer(connection& writer, std::string_view application, std::string_view timer);

} // namespace sluice::store::sqlite
