#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/objections/{receipt}` for whoever objected, `/v1/applications/{id}/objections` for those who decide and those
/// who are decided about.
void add_objection_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
