#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/money_queries.hpp"

namespace sluice::routes {

/// `/v1/rounds/{id}/allocation`: preview how shared pools would be divided, try other figures, decide,
/// and divide again after somebody has left the list.
void add_allocation_routes(endpoints&, const service::money_queries&);

} // namespace sluice::routes
