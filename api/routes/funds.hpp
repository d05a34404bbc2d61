#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/money_queries.hpp"

namespace sluice::routes {

/// `/v1/funds`: balances at any instant, ledger and instalments of a fund, money given to it, year ends, and
/// the reconciliation.
void add_fund_routes(endpoints&, const service::money_queries&);

} // namespace sluice::routes
