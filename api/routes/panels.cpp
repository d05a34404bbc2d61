#include "api/routes/panels.hpp"

#include "api/routes/answers.hpp"
#include "engine/service/commands.hpp"

namespace sluice::routes {
namespace {

result<endpoints::prepared> shown(const result<service::resource>& found) {
    if (found.has_error()) return found.error();
    return http::json_response(200, found->body);
}

/// A dry run is a reading: it shows what the command would do.
result<endpoints::prepared> draw(const call& asked, const service::queries& read) {
    const auto application = asked.in_path("id"), panel = asked.in_path("panel");
    if (asked.in_query("dryRun") == "true") return shown(read.preview_draw(asked.caller, application, panel));
    return service::command{service::draw_panel{application, panel}};
}

result<endpoints::prepared> assign_round(const call& asked, const service::queries& read) {
    service::assign_round wanted{asked.in_path("id"),
                                 asked.text("round"),
                                 asked.text("panel"),
                                 asked.body.value("match_weight", std::int64_t{20}),
                                 asked.body.value("load_weight", std::int64_t{1}),
                                 asked.text("plan")};
    if (asked.in_query("dryRun") == "true") return shown(read.preview_assignment(asked.caller, wanted));
    if (wanted.plan.empty())
        return refuse(reason::invalid_value,
                      {"须写明试算所得的计划（plan）", "The plan that a dry run gave has to be named"}, "/plan");
    return service::command{std::move(wanted)};
}

endpoints::commanding answering(bool accept) {
    return [accept](const call& asked) -> result<service::command> {
        return service::answer_invitation{asked.in_path("id"), asked.in_path("panel"), accept, asked.text("reason")};
    };
}

} // namespace

void add_panel_routes(endpoints& at, const service::queries& read) {
    at.prepare(http::method::post, "/v1/applications/{id}/panels/{panel}/draw",
               [&read](const call& asked) { return draw(asked, read); });
    at.command(http::method::post, "/v1/applications/{id}/panels/{panel}/acceptances", answering(true));
    at.command(http::method::post, "/v1/applications/{id}/panels/{panel}/declines", answering(false));
    at.command(http::method::post, "/v1/applications/{id}/panels/{panel}/replacements",
               [](const call& asked) -> result<service::command> {
                   return service::replace_member{asked.in_path("id"), asked.in_path("panel"), asked.text("person"),
                                                  asked.text("reason")};
               });
    at.command(http::method::post, "/v1/applications/{id}/panels/{panel}/reminders",
               [](const call& asked) -> result<service::command> {
                   return service::remind_members{asked.in_path("id"), asked.in_path("panel")};
               });
    at.prepare(http::method::post, "/v1/programmes/{id}/panel-assignments",
               [&read](const call& asked) { return assign_round(asked, read); });
    at.read_slowly("/v1/rounds/{id}/ranking", [&read](const call& asked) {
        return answer_resource(asked,
                               read.ranking(asked.caller, asked.in_path("id"), asked.in_query("panel").value_or("")));
    });
}

} // namespace sluice::routes
