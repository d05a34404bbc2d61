#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/money_queries.hpp"

namespace sluice::routes {

/// Files for the bank and what the bank answers.
void add_payment_batch_routes(endpoints&, const service::money_queries&);

} // namespace sluice::routes
