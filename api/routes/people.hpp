#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/people` and `/v1/experts`: accounts, their roles, and the pool of experts.
void add_people_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
