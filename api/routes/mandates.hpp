#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/organisations/{id}/mandates`: who may apply for another organisation.
void add_mandate_routes(endpoints&, const service::work_queries&);

} // namespace sluice::routes
