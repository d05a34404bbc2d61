#include "api/routes/notices.hpp"

#include "api/auth/token.hpp"
#include "api/http/language.hpp"
#include "api/http/link.hpp"
#include "api/http/media_type.hpp"
#include "api/pages/html.hpp"
#include "api/pages/notices.hpp"
#include "api/routes/answers.hpp"

#include <array>

namespace sluice::routes {
namespace {

enum class form { json, html, csv };

/// `?format=` for links on a page, else what `Accept` likes best; programs that say nothing get JSON.
result<form> form_wanted(const call& asked, bool has_csv) {
    constexpr std::array<std::string_view, 3> offered{"application/json", "text/html", "text/csv"};
    if (const auto named = asked.in_query("format"))
        return *named == "html" ? form::html : *named == "csv" ? form::csv : form::json;
    const auto accept = asked.request.headers.joined("Accept");
    const auto liked = http::preferred_media_type(accept, std::span{offered}.first(has_csv ? 3 : 2));
    if (!liked)
        return refuse(reason::not_acceptable,
                      {"可以提供 application/json、text/html；列表还有 text/csv",
                       "There is application/json and text/html, and of the list text/csv"},
                      "Accept");
    return *liked == "text/html" ? form::html : *liked == "text/csv" ? form::csv : form::json;
}

language language_of(const call& asked) {
    const auto wanted = asked.in_query("language");
    if (!wanted) return asked.spoken;
    return *wanted == "en" ? language::en : language::zh;
}

std::map<std::string, text> titles_of_programmes(const service::queries& read) {
    std::map<std::string, text> titles;
    const auto all = read.programmes();
    for (const auto& each : all.items)
        titles[each.at("id")] = {each.at("title").at("zh"), each.at("title").at("en")};
    return titles;
}

/// A page changes with the day and the language, and with what the reader asks for.
result<http::response> finish(result<http::response> answer, const call& asked) {
    if (answer.has_error()) return answer;
    answer->headers.set("Vary", "Accept, Accept-Language");
    answer->headers.set("Cache-Control", "no-cache");
    answer->headers.set("Content-Language", std::string{http::tag_of(language_of(asked))});
    return answer;
}

result<http::response> answer_html(const call& asked, std::string html) {
    auto answer = answer_bytes(asked, std::move(html), "text/html; charset=utf-8");
    if (answer.has_value()) {
        answer->headers.set("Content-Security-Policy", pages::content_security_policy());
        answer->headers.set("Referrer-Policy", "no-referrer");
    }
    return finish(std::move(answer), asked);
}

void add_next_link(const call& asked, const std::string& next, result<http::response>& answer) {
    if (next.empty() || answer.has_error()) return;
    const std::array links{http::page_link(asked.request, "next", next)};
    answer->headers.set("Link", http::link_header(links));
}

result<http::response> answer_list(const call& asked, const service::queries& read) {
    const auto wanted = form_wanted(asked, true);
    if (wanted.has_error()) return wanted.error();
    service::notice_filter filter{asked.in_query("programme"), asked.in_query("round"), std::nullopt};
    if (const auto status = asked.in_query("status")) filter.closed = *status == "closed";
    const auto found = read.notices(filter, asked.paging());
    if (found.has_error()) return found.error();
    if (*wanted == form::json) return answer_page(asked, found);
    const pages::notice_list list{found->items,
                                  titles_of_programmes(read),
                                  filter.programme.value_or(""),
                                  filter.round.value_or(""),
                                  asked.in_query("status").value_or(""),
                                  found->next,
                                  asked.paging().cursor.empty()};
    auto answer = *wanted == form::html ? answer_html(asked, pages::notices_to_html(list, language_of(asked)))
                                        : finish(answer_bytes(asked, pages::notices_to_csv(list, language_of(asked)),
                                                              "text/csv; charset=utf-8; header=present"),
                                                 asked);
    if (*wanted == form::csv && answer.has_value())
        answer->headers.set("Content-Disposition", "attachment; filename=\"notices.csv\"");
    add_next_link(asked, found->next, answer);
    return answer;
}

result<http::response> answer_notice(const call& asked, const service::queries& read) {
    const auto wanted = form_wanted(asked, false);
    if (wanted.has_error()) return wanted.error();
    const auto found = read.notice(asked.in_path("id"));
    if (found.has_error() || *wanted == form::json) return answer_resource(asked, found);
    return answer_html(asked, pages::notice_to_html(found->body, titles_of_programmes(read), language_of(asked)));
}

/// As random as a token, and shorter: it is copied by hand.
std::string make_receipt_code() {
    constexpr std::size_t letters = 24;
    return auth::make_token().substr(auth::token_prefix.size(), letters);
}

} // namespace

void add_notice_routes(endpoints& at, const service::queries& read) {
    at.read("/v1/notices", [&read](const call& asked) { return answer_list(asked, read); });
    at.read("/v1/notices/{id}", [&read](const call& asked) { return answer_notice(asked, read); });
    at.command(http::method::post, "/v1/notices/{id}/objections", [](const call& asked) -> result<service::command> {
        return service::raise_objection{asked.in_path("id"), asked.body, make_receipt_code()};
    });
}

} // namespace sluice::routes
