#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/money_queries.hpp"

namespace sluice::routes {

/// `/v1/rounds` and the rounds of a programme: windows, budgets and what is carried over.
void add_round_routes(endpoints&, const service::queries&, const service::money_queries&);

} // namespace sluice::routes
