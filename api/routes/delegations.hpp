#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/people/{id}/delegations` and `/hand-over`: what colleagues leave to each other.
void add_delegation_routes(endpoints&, const service::work_queries&);

} // namespace sluice::routes
