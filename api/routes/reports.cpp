#include "api/routes/reports.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_report_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/reports/pipeline", [&read](const call& asked) {
        return answer_page(asked, read.pipeline(asked.caller, asked.in_query("programme")));
    });
}

} // namespace sluice::routes
