#include "api/routes/receipts.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_receipt_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/receipts/{number}",
            [&read](const call& asked) { return answer_resource(asked, read.receipt(asked.in_path("number"))); });
}

} // namespace sluice::routes
