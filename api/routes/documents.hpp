#pragma once

#include "api/routes/endpoints.hpp"

namespace sluice::routes {

/// `/v1/applications/{id}/documents`: upload, list and download files, as raw bytes.
void add_document_routes(endpoints&, const service::queries&);

} // namespace sluice::routes
