#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/funds`: balances, ledger and instalments of a fund, and money given to it.
void add_fund_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
