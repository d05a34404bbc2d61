#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/applications/{id}/payments`: the instalments, and their steps, each by another person.
void add_payment_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
