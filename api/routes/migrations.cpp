#include "api/routes/migrations.hpp"

#include "api/routes/answers.hpp"

namespace sluice::routes {
namespace {

service::migration_request request_in(const call& asked) {
    service::migration_request wanted;
    wanted.programme = asked.in_path("id");
    wanted.from = asked.text("from");
    wanted.to = asked.text("to");
    wanted.round = asked.text("round");
    wanted.leave_behind = asked.body.value("leave_behind", false);
    // The contract has seen to the policy's name.
    wanted.rules.timers =
        application::timer_policy_named(asked.text("timers")).value_or(application::timer_policy::keep);
    if (const auto states = asked.body.find("states"); states != asked.body.end())
        wanted.rules.states = states->get<std::map<std::string, std::string>>();
    if (const auto variables = asked.body.find("variables"); variables != asked.body.end())
        for (const auto& [before, after] : variables->items())
            wanted.rules.variables[before] = after.is_null() ? std::nullopt : std::optional{after.get<std::string>()};
    return wanted;
}

/// A dry run answers with the plan; otherwise the plan that was looked at is named and carried out.
result<endpoints::prepared> migrate(const call& asked, const service::definition_queries& definitions) {
    auto wanted = request_in(asked);
    if (asked.in_query("dryRun") == "true") {
        const auto plan = definitions.plan_migration(asked.caller, wanted, asked.paging());
        if (plan.has_error()) return plan.error();
        return http::json_response(200, plan->body);
    }
    for (const char* needed : {"plan", "reason"})
        if (asked.text(needed).empty())
            return refuse(reason::invalid_value,
                          {"迁移须写明理由（reason）和试算所得的计划（plan）",
                           "Migrating needs the reason, and the plan that a dry run gave"},
                          std::string{"/"} + needed);
    return service::command{service::migrate_applications{std::move(wanted), asked.text("plan"), asked.text("reason")}};
}

} // namespace

void add_migration_routes(endpoints& at, const service::definition_queries& definitions) {
    at.prepare(http::method::post, "/v1/programmes/{id}/migrations",
               [&definitions](const call& asked) { return migrate(asked, definitions); });
    at.read("/v1/programmes/{id}/migrations", [&definitions](const call& asked) {
        return answer_page(asked, definitions.migrations(asked.caller, asked.in_path("id"), asked.paging()));
    });
    at.read("/v1/programmes/{id}/migrations/{migration}", [&definitions](const call& asked) {
        return answer_resource(asked,
                               definitions.migration(asked.caller, asked.in_path("id"), asked.in_path("migration")));
    });
}

} // namespace sluice::routes
