#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/notices`: what is on public notice, and objections to it. Public.
void add_notice_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
