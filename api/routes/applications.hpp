#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/applications`: begin one, read, list with filters, amend the form, and what can be done with it now.
void add_application_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
