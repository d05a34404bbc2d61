#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/notification_queries.hpp"

namespace sluice::routes {

/// Who hears of changes by HTTP, and what became of every delivery: /v1/webhooks and /v1/deliveries.
void add_webhook_routes(endpoints&, const service::notification_queries&);

} // namespace sluice::routes
