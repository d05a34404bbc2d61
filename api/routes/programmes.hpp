#pragma once

#include "api/routes/endpoints.hpp"

#include <functional>
#include <string>

namespace sluice::routes {

/// Draws Graphviz DOT as SVG; may take seconds. Refuses with `service_unavailable`.
using draw_graph = std::function<result<std::string>(const std::string& dot)>;

/// `/v1/programmes`: what one can apply for, its procedure as data and as a picture, and its form. Public.
/// A picture with an application in it is for those who may see that application.
void add_programme_routes(endpoints&, const service::queries&, draw_graph);

} // namespace sluice::routes
