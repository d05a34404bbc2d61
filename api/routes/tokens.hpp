#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/tokens`: issue, list and revoke the tokens with which people sign in.
void add_token_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
