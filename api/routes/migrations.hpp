#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/definition_queries.hpp"

namespace sluice::routes {

/// Moving running applications from one version of their programme to another: planned, applied, listed.
void add_migration_routes(endpoints&, const service::definition_queries&);

} // namespace sluice::routes
