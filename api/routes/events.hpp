#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/applications/{id}/events`: advance the application, and read its record.
void add_event_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
