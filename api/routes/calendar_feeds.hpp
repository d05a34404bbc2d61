#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/calendar-feeds`: one's deadlines for calendar programs, at an address that is secret.
void add_calendar_feed_routes(endpoints&, const service::work_queries&);

} // namespace sluice::routes
