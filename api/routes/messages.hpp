#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/applications/{id}/messages`: between the applicant and the office.
void add_message_routes(endpoints&, const service::work_queries&);

} // namespace sluice::routes
