#pragma once

#include "api/routes/clock.hpp"
#include "api/routes/endpoints.hpp"
#include "api/routes/programmes.hpp"
#include "engine/service/queries.hpp"
#include "engine/service/service.hpp"

#include <functional>

namespace sluice::routes {

/// What the routes need besides the endpoints, each of them a part of it only.
struct route_needs {
    const service::queries& read;
    const service::money_queries& money;
    const service::work_queries& work;
    const service::definition_queries& definitions;
    const service::notification_queries& notifications;
    const contract& described;
    clock_controls clock;
    draw_graph draw;
    std::function<service::health()> state;
};

/// Adds every resource: the table of contents of this folder. Nothing of the needs is called before a request comes.
void add_every_route(endpoints&, route_needs);

} // namespace sluice::routes
