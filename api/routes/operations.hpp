#pragma once

#include "api/routes/endpoints.hpp"
#include "engine/service/service.hpp"

#include <functional>

namespace sluice::routes {

/// `/healthz`, `/readyz`, `/metrics` (Prometheus' text format), `/openapi.json` and `/`: what runs the server, and what
/// one needs to find the rest. For everyone; none of it says anything about an application.
void add_operation_routes(endpoints&, const contract&, std::function<service::health()> state);

} // namespace sluice::routes
