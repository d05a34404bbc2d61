#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/organisations`: who applies.
void add_organisation_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
