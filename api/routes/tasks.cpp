#include "api/routes/tasks.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {

void add_task_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/tasks",
            [&read](const call& asked) { return answer_page(asked, read.tasks(asked.caller, asked.paging())); });
}

} // namespace sluice::routes
