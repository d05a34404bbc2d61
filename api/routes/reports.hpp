#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/reports`.
void add_report_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
