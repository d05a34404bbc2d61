#include "api/routes/calendar_feeds.hpp"

#include "api/auth/token.hpp"
#include "api/routes/answers.hpp"

namespace sluice::routes {
namespace {

constexpr std::string_view file_ending = ".ics";
constexpr std::size_t secret_length_max = 512;

refusal no_such_feed() {
    return refuse(reason::not_found, {"没有这个日历订阅", "There is no such calendar feed"});
}

result<http::response> serve(const call& asked, const service::work_queries& work) {
    auto secret = asked.in_path("id");
    if (!secret.ends_with(file_ending) || secret.size() > secret_length_max) return no_such_feed();
    secret.resize(secret.size() - file_ending.size());
    auto answer = answer_bytes(asked, work.calendar(auth::digest_of_token(secret)), "text/calendar; charset=utf-8");
    if (answer) answer->headers.set("Cache-Control", "private, no-cache");
    return answer;
}

} // namespace

void add_calendar_feed_routes(endpoints& at, const service::work_queries& work) {
    at.read("/v1/calendar-feeds", [&work](const call& asked) {
        return answer_page(asked, work.calendar_feeds(asked.caller, asked.paging()));
    });
    at.command(http::method::post, "/v1/calendar-feeds", [](const call& asked) -> result<service::command> {
        return service::open_calendar_feed{asked.text("label"), asked.text("language"), auth::make_token()};
    });
    at.read("/v1/calendar-feeds/{id}", [&work](const call& asked) { return serve(asked, work); });
    at.command(http::method::delete_, "/v1/calendar-feeds/{id}", [](const call& asked) -> result<service::command> {
        return service::close_calendar_feed{asked.in_path("id")};
    });
}

} // namespace sluice::routes
