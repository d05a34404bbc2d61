#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/queries.hpp"

namespace sluice::routes {

/// `/v1/rounds/{id}/spot-checks`: the draws of a round, what a draw would take, drawing, and one draw in full.
void add_spot_check_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
