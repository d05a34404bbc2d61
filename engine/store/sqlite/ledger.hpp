#pragma once

#include "engine/store/page.hpp"
#include "engine/store/record.hpp"
#include "engine/store/sqlite/connection.hpp"

#include <span>

namespace sluice::store::sqlite {

page<ledger_record> list_fund_entries(connection& user, std::string_view fund, const page_request& want);
page<ledger_record> list_application_entries(connection& user, std::string_view application, const page_request& want);
page<ledger_record> list_movement_entries(connection& user, std::string_view fund, std::string_view movement,
                                          const page_request& want);
std::vector<movement_sum> sum_movements_before(connection& user, std::string_view fund, instant when);
std::vector<account_balance> list_balances(connection& user, std::string_view fund, std::string_view application);
page<account_balance> list_application_balances(connection& user, std::string_view fund, const page_request& want);

/// Looks at every bucket before it writes any.
void post(connection& writer, std::span<const ledger_record> postings, std::span<const account_balance> changes);

} // namespace sluice::store::sqlite
