#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/programmes/{id}/log/verification`: whether the chain of records holds.
void add_log_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
