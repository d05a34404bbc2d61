#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/rounds` and the rounds of a programme: windows and budgets.
void add_round_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
