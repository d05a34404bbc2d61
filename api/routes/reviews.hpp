#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/applications/{id}/reviews`: panels, seats, recusals, scores and votes; `/v1/reviews`: the caller's seats.
void add_review_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
