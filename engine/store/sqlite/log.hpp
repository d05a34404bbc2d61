#pragma once

#include "engine/store/page.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

namespace sluice::store::sqlite {

chain_head find_head(connection& user, std::string_view programme);
std::vector<std::string> list_chains(connection& user);
page<log_record> list_history(connection& user, std::string_view subject_kind, std::string_view subject,
                              const page_request& want);
page<log_record> list_chain(connection& user, std::string_view programme, const page_request& want);
std::vector<log_record> list_log_after(connection& user, std::int64_t position, int limit);

/// Appends to the log, behind this head of the chain; gives the position.
std::int64_t append_log(connection& writer, const log_record& record, const chain_head& head);
void move_head(connection& writer, std::string_view programme, const chain_head& head);

} // namespace sluice::store::sqlite
