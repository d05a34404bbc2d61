#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/notification_queries.hpp"

namespace sluice::routes {

/// What people were told: /v1/notifications and /v1/applications/{id}/notifications.
void add_notification_routes(endpoints&, const service::notification_queries&);

} // namespace sluice::routes
