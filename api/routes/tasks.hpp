#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/tasks`: what waits for the caller.
void add_task_routes(endpoints&, const service::work_queries&);

} // namespace sluice::routes
