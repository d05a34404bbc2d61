#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/applications/{id}/handler`: who has the case in hand.
void add_case_handler_routes(endpoints&, const service::work_queries&);

} // namespace sluice::routes
