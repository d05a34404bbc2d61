#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/rounds/{id}/allocation`: preview how a shared pool would be divided, and decide it.
void add_allocation_routes(endpoints&);

} // namespace sluice::routes
