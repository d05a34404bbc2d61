#include "api/routes/tasks.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {
namespace {

service::task_wish wish_of(const call& asked) {
    service::task_wish wanted;
    wanted.overdue = asked.in_query("overdue") == "true";
    wanted.mine = asked.in_query("mine") == "true";
    wanted.programme = asked.in_query("programme");
    wanted.kind = asked.in_query("kind");
    return wanted;
}

} // namespace

void add_task_routes(endpoints& at, const service::work_queries& work) {
    at.read("/v1/tasks", [&work](const call& asked) {
        return answer_page(asked, work.tasks(asked.caller, wish_of(asked), asked.paging()));
    });
}

} // namespace sluice::routes
