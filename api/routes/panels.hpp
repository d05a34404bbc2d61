#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/queries.hpp"

namespace sluice::routes {

/// Whom panels are made of: draws, invitations, the seats of a whole round; and the ranking they lead to.
void add_panel_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
