#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/receipts/{number}`: where an application stands, for whoever has its number. Public.
void add_receipt_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
