#include "api/routes/allocation.hpp"

namespace sluice::routes {

void add_allocation_routes(endpoints& at) {
    // The preview is the decision without its effect, so that the two cannot differ.
    at.command(http::method::get, "/v1/rounds/{id}/allocation", [](const call& asked) -> result<service::command> {
        return service::decide_allocation{asked.in_path("id"), true};
    });
    at.command(http::method::post, "/v1/rounds/{id}/allocation", [](const call& asked) -> result<service::command> {
        return service::decide_allocation{asked.in_path("id"), false};
    });
}

} // namespace sluice::routes
