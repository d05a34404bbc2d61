#include "api/routes/reviews.hpp"

#include "api/routes/answers.hpp"
#include "api/routes/body_values.hpp"

#include <string>
#include <vector>

namespace sluice::routes {
namespace {

result<service::command> assign(const call& asked) {
    return service::assign_members{asked.in_path("id"), asked.text("panel"),
                                   asked.body.at("members").get<std::vector<std::string>>()};
}

result<service::command> recuse(const call& asked) {
    return service::recuse_member{asked.in_path("id"), asked.in_path("panel"), asked.text("person"),
                                  asked.text("ground"), asked.text("note")};
}

result<service::command> score(const call& asked) {
    service::submit_score wanted;
    wanted.application = asked.in_path("id");
    wanted.panel = asked.in_path("panel");
    wanted.scores = asked.body.at("scores");
    if (asked.body.contains("recommended")) {
        const auto recommended = money_at(asked.body, "recommended");
        if (recommended.has_error()) return recommended.error();
        wanted.recommended = *recommended;
    }
    wanted.comment_to_applicant = asked.text("comment_to_applicant");
    wanted.comment_to_office = asked.text("comment_to_office");
    wanted.confidence = asked.body.value("confidence", 0);
    wanted.draft = asked.body.value("draft", false);
    return wanted;
}

} // namespace

void add_review_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/applications/{id}/reviews",
            [&read](const call& asked) { return answer_page(asked, read.reviews(asked.caller, asked.in_path("id"))); });
    at.command(http::method::post, "/v1/applications/{id}/reviews", assign);
    at.command(http::method::post, "/v1/applications/{id}/reviews/{panel}/recusals", recuse);
    at.command(http::method::post, "/v1/applications/{id}/reviews/{panel}/declarations",
               [](const call& asked) -> result<service::command> {
                   return service::declare_no_conflict{asked.in_path("id"), asked.in_path("panel")};
               });
    at.command(http::method::post, "/v1/applications/{id}/reviews/{panel}/scores", score);
    at.command(http::method::post, "/v1/applications/{id}/reviews/{panel}/votes",
               [](const call& asked) -> result<service::command> {
                   return service::cast_vote{asked.in_path("id"), asked.in_path("panel"), asked.text("vote")};
               });
    at.read("/v1/reviews",
            [&read](const call& asked) { return answer_page(asked, read.my_reviews(asked.caller, asked.paging())); });
}

} // namespace sluice::routes
