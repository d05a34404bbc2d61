#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/definition_queries.hpp"

namespace sluice::routes {

/// The versions of a programme's definition: checked as drafts, published, read, compared, and tried on the past.
void add_version_routes(endpoints&, const service::queries&, const service::definition_queries&);

} // namespace sluice::routes
