#include "api/routes/log.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_log_routes(endpoints& at, const service::queries& read) {
    at.read_slowly("/v1/programmes/{id}/log/verification", [&read](const call& asked) {
        return answer_resource(asked, read.verify_log(asked.caller, asked.in_path("id")));
    });
}

} // namespace sluice::routes
